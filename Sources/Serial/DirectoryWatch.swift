// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Notices that paths appear, disappear or change their target or permissions: one inotify instance
/// for as many paths as there are.
///
/// Who waits for a path is known by a number. A path need not exist, nor the directories above it:
/// the nearest one that does is watched, once for all who wait in it. If the path is a symbolic
/// link, the places along the link are watched too.
///
/// Arm the watch first and try the path afterwards: then whatever comes later gives an event.
/// ``descriptor`` becomes readable with each event. An event loop reads from ``duplicate()``; give
/// what it read to ``concerned(by:)``, and let those whom it names follow their paths again
/// (``WatchedPlace/follow(_:_:)``) before they try them.
///
/// Renaming a directory further up than the watched one goes unnoticed; so does everything once the
/// user's inotify limit is reached. A retry from time to time stays necessary.
public struct DirectoryWatch: ~Copyable, Sendable {
    private let owned: OwnedDescriptor
    /// The path that was waited for first, for messages.
    private let path: String
    private var table = WatchTable()

    private static let interest = UInt32(
        IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR)
    private static let directoryGone = UInt32(
        IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)

    /// Watches nothing yet; throws if the system has no inotify instance left for this user, and
    /// names the path that is to be watched for.
    public init(for path: String) throws(SerialError) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw .io(path: path, operation: .watch, errno: errno) }
        self.path = path
        self.owned = OwnedDescriptor(descriptor)
    }

    /// The inotify descriptor, for `poll`; it does not block and stays this value's own.
    public var descriptor: Int32 { owned.number }

    /// A second descriptor of the same watch, for a reader that closes what it is given.
    ///
    /// The reader needs a buffer of at least 272 bytes a read: inotify refuses to split an event.
    public func duplicate() throws(SerialError) -> Int32 { try owned.duplicate(of: path) }

    /// Watches places for somebody, and no others for the same.
    public mutating func arm(_ waiter: Int, at places: [WatchedPlace]) {
        var spots: Set<WatchTable.Spot> = []
        for place in places {
            let watch = unsafe inotify_add_watch(
                descriptor, place.directory, DirectoryWatch.interest)
            if watch >= 0 { spots.insert(WatchTable.Spot(watch: watch, name: place.name)) }
        }
        drop(table.put(waiter, at: spots))
    }

    /// Watches nothing any more for somebody.
    public mutating func disarm(_ waiter: Int) { drop(table.remove(waiter)) }

    private func drop(_ watches: [Int32]) {
        for watch in watches { inotify_rm_watch(descriptor, watch) }
    }

    /// Takes events that a reader got from ``duplicate()``, whole events only; whom they concern.
    public mutating func concerned(by events: Span<UInt8>) -> Set<Int> {
        var concerned: Set<Int> = []
        var start = 0
        while let event = WatchEvent(in: events, at: &start) {
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                // What was lost may have been anybody's.
                concerned.formUnion(table.all)
            } else if event.mask & DirectoryWatch.directoryGone != 0 {
                concerned.formUnion(table.waiters(in: event.watch))
                if event.mask & UInt32(IN_IGNORED) != 0 { table.forget(event.watch) }
            } else {
                concerned.formUnion(table.waiters(for: event.name, in: event.watch))
            }
        }
        return concerned
    }
}

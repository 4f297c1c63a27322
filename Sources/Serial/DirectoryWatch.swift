// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Notices that a path appears, disappears or changes its target or permissions.
///
/// The path need not exist, nor the directories above it: the nearest one that does is watched, and
/// the watch moves down as they are made. If the path is a symbolic link, the places along the link
/// are watched too.
///
/// Make the watch first and try the path afterwards: then whatever comes later gives an event.
/// ``descriptor`` becomes readable with each event. An event loop reads from ``duplicate()``; give
/// what it read to ``absorb(_:)``.
///
/// Renaming a directory further up than the watched one goes unnoticed; so does everything once the
/// user's inotify limit is reached. A retry from time to time stays necessary.
public struct DirectoryWatch: ~Copyable, Sendable {
    /// The path that is waited for.
    public let path: String

    private let owned: OwnedDescriptor
    /// The names that matter, by the watch of their directory.
    private var names: [Int32: Set<String>]

    private static let interest = UInt32(
        IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR)
    private static let directoryGone = UInt32(
        IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)
    /// Bytes of an event before its name.
    private static let headerSize = 16

    /// Watches for a path; throws if the system has no inotify instance left for this user.
    public init(path: String) throws(SerialError) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw .io(path: path, operation: .watch, errno: errno) }
        self.path = path
        self.owned = OwnedDescriptor(descriptor)
        // Swift 6.2 lets an initialiser of this type call nothing that mutates it.
        self.names = Self.arm(descriptor, for: path, instead: [:])
    }

    /// The inotify descriptor, for `poll`; it does not block and stays this value's own.
    public var descriptor: Int32 { owned.number }

    /// A second descriptor of the same watch, for a reader that closes what it is given.
    ///
    /// The reader needs a buffer of at least 272 bytes a read: inotify refuses to split an event.
    public func duplicate() throws(SerialError) -> Int32 { try owned.duplicate(of: path) }

    /// Takes events that a reader got from ``duplicate()``, whole events only; whether one of them
    /// concerns the path, so that it should be tried.
    public mutating func absorb(_ events: Span<UInt8>) -> Bool {
        let changed = concerns(events)
        if changed { names = Self.arm(descriptor, for: path, instead: names) }
        return changed
    }

    /// Whether any of the events is about a name or a directory that matters.
    ///
    /// Each is: watch (4 bytes) | mask (4) | cookie (4) | room (4) | name, filled up with NUL
    /// (room)
    private func concerns(_ events: Span<UInt8>) -> Bool {
        var start = 0
        while start + Self.headerSize <= events.count {
            let watch = Int32(bitPattern: Self.number(in: events, at: start))
            let mask = Self.number(in: events, at: start + 4)
            let room = Int(Self.number(in: events, at: start + 12))
            let name = start + Self.headerSize
            start = min(name + room, events.count)
            if mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
            guard let awaited = names[watch] else { continue }
            if mask & Self.directoryGone != 0 { return true }
            if awaited.contains(Self.text(in: events, at: name..<start)) { return true }
        }
        return false
    }

    /// A number in this machine's byte order.
    private static func number(in events: Span<UInt8>, at start: Int) -> UInt32 {
        let bytes = (0..<4).map { UInt32(events[start + $0]) << ($0 * 8) }
        return UInt32(littleEndian: bytes.reduce(0, |))
    }

    private static func text(in events: Span<UInt8>, at range: Range<Int>) -> String {
        String(decoding: range.map { events[$0] }.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Watches the places that matter now, and no others; the names that matter by their watch.
    private static func arm(
        _ descriptor: Int32, for path: String, instead old: [Int32: Set<String>]
    ) -> [Int32: Set<String>] {
        var armed = old
        // A directory may be made between looking and watching, so look again; each round goes at
        // least one level further, and the retry covers a tree that changes faster than that.
        for _ in 0..<16 {
            let places = WatchedPlace.all(for: path)
            let known = armed.keys
            armed = [:]
            for place in places {
                let watch = unsafe inotify_add_watch(descriptor, place.directory, interest)
                if watch >= 0 { armed[watch, default: []].insert(place.name) }
            }
            for stale in known where armed[stale] == nil {
                inotify_rm_watch(descriptor, stale)
            }
            if WatchedPlace.all(for: path) == places { break }
        }
        return armed
    }
}

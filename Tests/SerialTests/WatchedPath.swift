// SPDX-License-Identifier: Apache-2.0
import Serial

/// A path that has a watch to itself, treated as a port's channel treats its own.
struct WatchedPath: ~Copyable {
    private var watch: DirectoryWatch
    private let path: String

    init(_ path: String) throws {
        var watch = try DirectoryWatch(for: path)
        WatchedPlace.follow(path) { watch.arm(1, at: $0) }
        self.watch = watch
        self.path = path
    }

    var descriptor: Int32 { watch.descriptor }

    /// A descriptor for another reader.
    func duplicate() throws -> Int32 { try watch.duplicate() }

    /// Takes what a reader got; whether it concerns the path.
    mutating func absorb(_ events: [UInt8]) -> Bool {
        let isConcerned = !watch.concerned(by: events.span).isEmpty
        if isConcerned { WatchedPlace.follow(path) { watch.arm(1, at: $0) } }
        return isConcerned
    }

    /// Reads all pending events, as an event loop does; whether one of them concerns the path.
    mutating func drain() -> Bool {
        var isConcerned = false
        while true {
            let events = Descriptor.readOnce(descriptor)
            guard !events.isEmpty else { return isConcerned }
            isConcerned = absorb(events) || isConcerned
        }
    }
}

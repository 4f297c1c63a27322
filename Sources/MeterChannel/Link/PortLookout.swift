// SPDX-License-Identifier: Apache-2.0
import Locking
public import Logging
public import NIOCore
import Serial

/// Tells ports when something changes where their device is to appear: one inotify instance for all
/// of them, open for as long as anybody waits.
///
/// The system lets a user have 128 instances, but many thousands of watched directories. Whoever
/// waits is told on this lookout's thread and has to return at once, so nobody waits for anybody
/// else. Without an instance, which the log is told once, ports are tried from time to time only, and
/// each try asks for one again.
public final class PortLookout: Sendable {
    // What follows is for this type's own files.
    struct State: ~Copyable {
        var watch: DirectoryWatch?
        var channel: (any Channel)?
        /// Tells late results of an earlier instance from those of the current one.
        var generation = 0
        var waiting: [Int: @Sendable () -> Void] = [:]
        var latest = 0
        var hasToldFault = false

        /// Ends the instance; the channel to close that reads it.
        mutating func end() -> (any Channel)? {
            watch = nil
            generation += 1
            return channel.take()
        }
    }

    let eventLoop: any EventLoop
    let logger: Logger
    let state = Mutex(State())

    /// A lookout that reads events on a thread.
    public init(eventLoop: any EventLoop, logger: Logger) {
        self.eventLoop = eventLoop
        self.logger = logger
    }

    /// Waits for a path; `onChange` is called when it should be followed and tried.
    func wait(for path: String, onChange: @escaping @Sendable () -> Void) -> AwaitedPath {
        let number = state.withLock { state in
            state.latest += 1
            state.waiting[state.latest] = onChange
            return state.latest
        }
        let awaited = AwaitedPath(path, number, self)
        awaited.follow()
        return awaited
    }

    /// Watches the places that concern a path now, for whom it is awaited.
    func follow(_ path: String, _ number: Int) {
        open(for: path, number)
        WatchedPlace.follow(path) { places in
            state.withLock { state in
                guard state.waiting[number] != nil else { return }
                state.watch?.arm(number, at: places)
            }
        }
    }

    /// Waits no longer; the last who leaves ends the instance.
    func leave(_ number: Int) {
        let unread: (any Channel)? = state.withLock { state in
            state.waiting[number] = nil
            state.watch?.disarm(number)
            return state.waiting.isEmpty ? state.end() : nil
        }
        unread?.close(promise: nil)
    }
}

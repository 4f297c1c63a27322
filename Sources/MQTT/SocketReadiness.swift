// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What a wait for the socket and the wake signal ended with.
struct SocketReadiness {
    /// The socket can be read, or has an error to be read.
    var canRead = false
    /// The socket can be written.
    var canWrite = false
    /// The socket is at its end: whatever it still holds, nothing more comes.
    var hasEnded = false
    /// The wake signal was raised.
    var isWoken = false

    /// Waits for the socket (-1 for none), the wake signal or the deadline, whichever is first.
    static func wait(
        socket: Int32, forWriting: Bool, _ wake: borrowing WakeSignal,
        until deadline: ContinuousClock.Instant
    ) -> SocketReadiness {
        let wanted = Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0)
        var entries = [
            pollfd(fd: socket, events: wanted, revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        var limit = milliseconds(until: deadline)
        // Without a wake signal somebody has to look for news now and then.
        if wake.descriptor < 0 { limit = min(limit, 1000) }
        guard unsafe poll(&entries, nfds_t(entries.count), limit) > 0 else {
            return SocketReadiness()
        }
        let events = entries[0].revents
        return SocketReadiness(
            canRead: events & Int16(POLLIN | POLLERR | POLLHUP) != 0,
            canWrite: events & Int16(POLLOUT | POLLERR | POLLHUP) != 0,
            hasEnded: events & Int16(POLLERR | POLLHUP) != 0,
            isWoken: entries[1].revents != 0)
    }

    /// Whether there is something to read at this moment.
    static func canReadNow(_ socket: Int32) -> Bool {
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) == 1 && entry.revents & Int16(POLLIN) != 0
    }

    /// How many bytes came and were not read; unlike a read, it leaves an error where it is.
    static func unread(_ socket: Int32) -> Int {
        var count: Int32 = 0
        return unsafe ioctl(socket, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// The time left, rounded up so that a wait never ends just before its deadline.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = deadline - ContinuousClock.now
        guard left > .zero else { return 0 }
        return Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
    }
}

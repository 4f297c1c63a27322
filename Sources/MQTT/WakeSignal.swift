// SPDX-License-Identifier: Apache-2.0
import CMosquitto
import Glibc

/// An eventfd by which any thread ends the loop's wait.
struct WakeSignal: ~Copyable, Sendable {
    /// The descriptor to wait for.
    let descriptor: Int32

    /// Opens the descriptor; without one (none left) the loop only wakes at its deadlines.
    init() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    }

    deinit {
        close(descriptor)
    }

    /// Ends the wait, or the next one.
    borrowing func raise() {
        _ = eventfd_write(descriptor, 1)
    }

    /// Makes the next wait a real one again.
    borrowing func lower() {
        var count: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &count)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The signals that ask a program to end, taken one at a time instead of at any moment.
struct EndSignals {
    private var set: sigset_t

    /// Holds SIGINT and SIGTERM back in this thread and all that it starts.
    init() {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGINT)
        unsafe sigaddset(&set, SIGTERM)
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
    }

    /// Waits for one of them.
    func wait() {
        var set = self.set
        var signal: Int32 = 0
        unsafe sigwait(&set, &signal)
    }

    /// Ends the waiting from another thread.
    static func send() { kill(getpid(), SIGTERM) }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Threads for what may block, which nobody waits for.
enum OwnThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs a body on a new thread; the system's error number if there is none to be had, else 0.
    ///
    /// All signals are blocked on it: they belong to the threads that wait for them.
    static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
        var everything = sigset_t()
        var previous = sigset_t()
        unsafe sigfillset(&everything)
        unsafe pthread_sigmask(SIG_SETMASK, &everything, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }

        let context = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            unsafe context.release()
            return result
        }
        pthread_detach(thread)
        return 0
    }
}

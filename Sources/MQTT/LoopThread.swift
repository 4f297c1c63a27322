// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging

/// The thread on which a client's loop runs.
enum LoopThread {
    /// Starts the loop; the thread keeps the core alive until the loop ends.
    ///
    /// All signals are blocked on it: they belong to the threads that wait for them.
    static func start(_ core: ClientCore) {
        var everything = sigset_t()
        var previous = sigset_t()
        unsafe sigfillset(&everything)
        unsafe pthread_sigmask(SIG_SETMASK, &everything, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }

        let context = unsafe Unmanaged.passRetained(core)
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let core = unsafe Unmanaged<ClientCore>.fromOpaque(context).takeRetainedValue()
                ConnectionLoop(core).run()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            unsafe context.release()
            core.logger.critical("no thread for the MQTT client (error \(result))")
            core.finish()
            return
        }
        pthread_detach(thread)
    }
}

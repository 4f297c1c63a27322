// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A thread for a test's blocking work, so that no thread of the concurrency pool is held up.
public enum BackgroundThread {
    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Waits for what a body returns that blocks a new thread.
    public static func result<Result: Sendable>(
        of body: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            start { continuation.resume(returning: body()) }
        }
    }

    /// Runs a body on a new thread.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        let context = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        precondition(result == 0, "no thread")
        pthread_detach(thread)
    }
}

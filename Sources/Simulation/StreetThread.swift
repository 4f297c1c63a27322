// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking

/// A street that runs on a thread of its own, for programs and tests that have other things to do.
public final class StreetThread: Sendable {
    /// The street's directory, absolute.
    public let directory: String
    private let wake: WakePipe
    private let outcome: Outcome
    private let thread: Mutex<pthread_t?>

    /// Builds the street and lets it speak; `whenEnded` is called on its thread as the last thing.
    public init(
        _ plan: StreetPlan, whenEnded: @escaping @Sendable () -> Void = {}
    ) throws(SimulationError) {
        let street = try Street(plan)
        directory = street.directory
        wake = street.wake
        outcome = Outcome()
        let job = unsafe Unmanaged.passRetained(
            Job(street: street, outcome: outcome, whenEnded: whenEnded))
        var started = pthread_t()
        let failure = unsafe pthread_create(
            &started, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, job.toOpaque())
        guard failure == 0 else {
            unsafe job.release()
            throw .system(call: "pthread_create", path: directory, errno: failure)
        }
        thread = Mutex(started)
    }

    deinit {
        stop()
        _ = try? join()
    }

    /// Asks the street to end; returns at once.
    public func stop() { wake.signal() }

    /// Waits for the end, and throws what ended the street too early.
    public func join() throws(SimulationError) {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let running { pthread_join(running, nil) }
        if let error = outcome.error.withLock({ $0 }) { throw error }
    }

    /// Gives an order and waits for the answer, `ok …` or `error …`.
    public func command(_ line: String) throws(SimulationError) -> String {
        try ControlClient.send(line, directory: directory)
    }
}

extension StreetThread {
    /// What the thread leaves behind.
    private final class Outcome: Sendable {
        let error = Mutex<SimulationError?>(nil)
    }

    /// What the thread is given.
    private final class Job {
        private let street: Street
        private let outcome: Outcome
        private let whenEnded: @Sendable () -> Void

        init(street: Street, outcome: Outcome, whenEnded: @escaping @Sendable () -> Void) {
            self.street = street
            self.outcome = outcome
            self.whenEnded = whenEnded
        }

        func run() {
            do throws(SimulationError) {
                try street.run()
            } catch {
                outcome.error.withLock { $0 = error }
            }
            whenEnded()
        }
    }
}

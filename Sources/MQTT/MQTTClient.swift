// SPDX-License-Identifier: Apache-2.0
public import Logging

/// A connection to a broker that keeps itself alive, on a thread of its own.
///
/// Messages are handed over from any thread and never waited for. They travel in three lanes:
/// retained state (the latest value of each topic, all sent again after every connect), the stream
/// (each message counts and is kept in order across reconnects) and best effort (sent while there
/// is a connection). The client retries for ever; every fault is reported as an event. Releasing a
/// client without `stop` drops its connection, and the broker publishes the will.
public final class MQTTClient: Sendable {
    private let core: ClientCore

    /// Creates a client without connecting it.
    ///
    /// `onEvent` is called on the client's own thread and delays it for as long as it takes.
    public init(
        _ configuration: MQTTConfiguration, logger: Logger,
        onEvent: @escaping @Sendable (MQTTEvent) -> Void = { _ in }
    ) {
        core = ClientCore(configuration, logger: logger, onEvent: onEvent)
    }

    deinit {
        requestStop([], within: .zero)
    }

    /// Begins to connect.
    ///
    /// Only the first call has an effect.
    public func start() {
        let isFirst = core.access { state in
            guard case .idle = state.phase else { return false }
            state.phase = .running
            return true
        }
        if isFirst { LoopThread.start(core) }
    }

    /// Adds a message to the stream; `token` comes back with its acknowledgement.
    @discardableResult
    public func publish(_ message: OutboundMessage, token: UInt64? = nil) -> Enqueued {
        var message = message
        message.qos = .atLeastOnce
        message.retain = false
        let ready = message
        let now = ContinuousClock.now
        return core.submit { state in
            guard state.isOpen else { return .refused }
            guard let gone = state.lanes.stream.append(ready, token: token, now: now) else {
                return .queued
            }
            return .displaced(token: gone.token)
        }
    }

    /// Sends a message with QoS 0 if there is a connection, and counts it as dropped if not.
    @discardableResult
    public func publishBestEffort(_ message: OutboundMessage) -> Enqueued {
        var message = message
        message.qos = .atMostOnce
        let ready = message
        return core.submit { state in
            state.isOpen ? state.lanes.bestEffort.append(ready) : .refused
        }
    }

    /// Sets the retained state of a topic; an equal value is not sent again before the next
    /// connect.
    ///
    /// After a connect, state of lower `priority` goes first.
    public func setState(_ message: OutboundMessage, priority: Int = 0) {
        var message = message
        message.qos = .atLeastOnce
        message.retain = true
        let ready = message
        let now = ContinuousClock.now
        core.submit { state in
            guard state.isOpen else { return }
            state.lanes.states.set(ready, priority: priority, now: now)
        }
    }

    /// Removes the retained state of a topic, here and at the broker.
    public func clearState(_ topic: String) {
        let now = ContinuousClock.now
        core.submit { state in
            guard state.isOpen else { return }
            state.lanes.states.clear(topic, now: now)
        }
    }

    /// Takes another login, from the next connection on; the present one stays.
    public func setLogin(_ login: MQTTLogin) {
        core.access { $0.login = login }
    }

    /// Skips the pause before the next attempt, for example after a certificate was replaced.
    public func retryNow() {
        core.access { $0.retryWanted = true }
        core.raise()
    }

    /// The client's figures at this moment.
    public func snapshot() -> MQTTStatus {
        let now = ContinuousClock.now
        return core.access { $0.snapshot(now: now) }
    }

    /// Ends the connection and returns when it has ended, at the latest after `within`.
    ///
    /// While connected, what is queued may leave during the first half of that time; then
    /// `finalMessages` are sent, and once all is acknowledged the broker is bid farewell. If that
    /// does not come about, the broker publishes the will. Without a connection the end is
    /// immediate.
    public func stop(finalMessages: [OutboundMessage] = [], within: Duration) async {
        let deadline = ContinuousClock.now + within
        requestStop(finalMessages, within: within)
        let core = core
        // The loop can be stuck in a name server; then it ends by itself later.
        let watch = Task.detached {
            try? await Task.sleep(until: deadline, clock: .continuous)
            core.releaseWaiters()
        }
        await withCheckedContinuation { continuation in
            let isOver = core.access { state in
                if case .ended = state.phase { return true }
                state.waiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        watch.cancel()
    }

    /// Gives a `stop` that is under way, or is yet to come, a tenth of a second from now on.
    public func hurry() {
        let limit = Self.shortest
        let now = ContinuousClock.now
        let isLate = core.access { state in
            state.isHurried = true
            guard case .stopping(_, let deadline) = state.phase else { return false }
            state.phase = .stopping(flush: now, deadline: min(deadline, now + limit))
            return true
        }
        guard isLate else { return }
        core.raise()
        let core = core
        // The loop can be stuck; then it ends by itself later.
        Task.detached {
            try? await Task.sleep(for: limit)
            core.releaseWaiters()
        }
    }

    /// How long the end takes at most once it is hurried.
    private static let shortest = Duration.milliseconds(100)

    /// Says how often the loop has gone round and wakes it: if the number stays, the loop hangs.
    public func beat() -> UInt64 {
        // In this order: a round that ended before the answer would be missing at the next question.
        let rounds = wakeups
        core.raise()
        return rounds
    }

    /// How often the loop's wait has ended, for tests of idleness.
    var wakeups: UInt64 { core.access { $0.wakeups } }

    /// How many messages were given up because the broker can never take them, for tests.
    var parked: UInt64 { core.access { $0.lanes.parked } }

    /// How many topics of retained state are remembered, for tests.
    var states: Int { core.access { $0.lanes.states.count } }

    private func requestStop(_ finalMessages: [OutboundMessage], within: Duration) {
        let now = ContinuousClock.now
        core.access { state in
            switch state.phase {
            case .idle:
                state.phase = .ended
            case .running:
                let limit = state.isHurried ? min(within, Self.shortest) : within
                state.phase = .stopping(flush: now + limit / 2, deadline: now + limit)
                state.lanes.setFinals(finalMessages)
            case .stopping, .ended:
                break
            }
        }
        core.raise()
    }
}

// SPDX-License-Identifier: Apache-2.0
import Locking
import Logging

/// What a client and its loop have in common.
///
/// No call into the library is made under its lock.
final class ClientCore: Sendable {
    let configuration: MQTTConfiguration
    let logger: Logger
    let onEvent: @Sendable (MQTTEvent) -> Void
    let wake = WakeSignal()
    private let state: Mutex<ClientState>

    /// The common part of a client that has not been started.
    init(
        _ configuration: MQTTConfiguration, logger: Logger,
        onEvent: @escaping @Sendable (MQTTEvent) -> Void
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onEvent = onEvent
        let lanes = Lanes(
            streamCapacity: max(configuration.streamCapacity, configuration.inFlightLimit + 1),
            bestEffortCapacity: configuration.bestEffortCapacity)
        state = Mutex(ClientState(lanes: lanes))
    }

    /// The configuration with the login that counts now.
    var currentConfiguration: MQTTConfiguration {
        guard let login = access({ $0.login }) else { return configuration }
        var current = configuration
        (current.username, current.password) = (login.username, login.password)
        return current
    }

    /// Reads or changes the shared state.
    ///
    /// The body must be short and must not call out.
    func access<Result: Sendable>(_ body: (inout ClientState) -> sending Result) -> Result {
        state.withLock { state in body(&state) }
    }

    /// Changes the shared state and wakes the loop if it has something to do about it now.
    func submit<Result: Sendable>(_ body: (inout ClientState) -> sending Result) -> Result {
        let (result, isNews) = state.withLock { state in
            let result = body(&state)
            let isNews = state.isConnected && !state.isWoken
            state.isWoken = state.isWoken || isNews
            return (result, isNews)
        }
        if isNews { wake.raise() }
        return result
    }

    /// Wakes the loop whatever it waits for.
    func raise() {
        access { $0.isWoken = true }
        wake.raise()
    }

    /// Notes that the loop's wait has ended.
    func noteWakeup(bySignal: Bool) {
        if bySignal { wake.lower() }
        access { state in
            state.wakeups += 1
            if bySignal { state.isWoken = false }
        }
    }

    /// The loop has ended: releases everybody who waits for that.
    func finish() {
        access { state in
            state.phase = .ended
            state.status.connectedSince = nil
        }
        releaseWaiters()
    }

    /// Releases everybody who waits for the end, even if the loop is still stuck.
    func releaseWaiters() {
        let waiters = access { state in
            let waiters = state.waiters
            state.waiters = []
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

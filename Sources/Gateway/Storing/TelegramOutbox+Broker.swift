// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import MQTT
import MeterChannel

// What the broker's client says.
extension TelegramOutbox {
    /// Takes an event, on the client's thread.
    func take(_ event: MQTTEvent) {
        switch event {
        case .connected:
            state.withLock { state in
                state.lateness = Lateness(connected: Moment.now().uptime)
                state.isFetchWanted = true
            }
            want.yield()
        case .disconnected: state.withLock { $0.lateness = nil }
        case .acknowledged(let token): settle(token) { log.acknowledge(TelegramOutbox.sink, [$0]) }
        case .publishFault(_, .some(let token), let fault) where fault.isForGood:
            settle(token) { log.refuse(TelegramOutbox.sink, [$0]) }
        case .publishFault(_, .some(let token), _):
            // The client itself holds the message and tries it again.
            if state.withLock({ $0.turns.hold(token) }) { events.changed() }
            want.yield()
        case .publishFault: break
        }
    }

    /// Takes back a telegram that the client's full queue pushed out; it is sent again.
    func displaced(_ token: UInt64) {
        state.withLock { $0.turns.putBack(token) }
        want.yield()
    }

    private func settle(_ token: UInt64, _ body: (UInt64) -> Void) {
        let (isOurs, isFreed, hasMore) = state.withLock { state in
            let held = state.turns.held.count
            let isOurs = state.turns.settled(token)
            let hasMore = state.turns.hasReady || state.isFetchDue
            return (isOurs, state.turns.held.count != held, hasMore)
        }
        guard isOurs else { return }
        body(token)
        if isFreed { events.changed() }
        if hasMore { want.yield() }
    }
}

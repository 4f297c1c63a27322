// SPDX-License-Identifier: Apache-2.0
import Locking
import MQTT

/// Passes on what the broker's client reports; the client itself logs it.
final class BrokerEvents: Sendable {
    private let actions = Mutex<[@Sendable (MQTTEvent) -> Void]>([])

    /// Adds somebody who wants to hear of every event.
    func tell(_ action: @escaping @Sendable (MQTTEvent) -> Void) {
        actions.withLock { $0.append(action) }
    }

    /// Takes an event on the client's thread.
    func take(_ event: MQTTEvent) {
        for action in actions.withLock({ $0 }) { action(event) }
    }
}

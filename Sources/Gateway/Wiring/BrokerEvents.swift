// SPDX-License-Identifier: Apache-2.0
import Locking
import Logging
import MQTT

/// Passes on that the broker came or went; the client itself logs each fault once.
final class BrokerEvents: Sendable {
    private let logger: Logger
    private let actions = Mutex<[@Sendable (MQTTEvent) -> Void]>([])

    init(logger: Logger) { self.logger = logger }

    /// Adds somebody who wants to hear of every event.
    func tell(_ action: @escaping @Sendable (MQTTEvent) -> Void) {
        actions.withLock { $0.append(action) }
    }

    /// Takes an event on the client's thread.
    func take(_ event: MQTTEvent) {
        if case .connected(let version, _) = event {
            logger.info("Broker connected", metadata: ["mqtt": "\(version.rawValue)"])
        }
        for action in actions.withLock({ $0 }) { action(event) }
    }
}

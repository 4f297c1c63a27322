// SPDX-License-Identifier: Apache-2.0
import Logging
import MQTT
import Synchronization

/// Passes on that the broker came or went; the client itself logs each fault once.
final class BrokerEvents: Sendable {
    private let logger: Logger
    private let action = Mutex<(@Sendable () -> Void)?>(nil)

    init(logger: Logger) { self.logger = logger }

    /// Sets what to call when the connection comes or goes.
    func onChange(_ action: @escaping @Sendable () -> Void) { self.action.withLock { $0 = action } }

    /// Takes an event on the client's thread.
    func take(_ event: MQTTEvent) {
        switch event {
        case .connected(let version, _):
            logger.info("Broker connected", metadata: ["mqtt": "\(version.rawValue)"])
            action.withLock { $0 }?()
        case .disconnected: action.withLock { $0 }?()
        case .publishFault, .acknowledged: break
        }
    }
}

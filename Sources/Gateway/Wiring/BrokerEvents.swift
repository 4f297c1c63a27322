// SPDX-License-Identifier: Apache-2.0
import Logging
import MQTT
import Synchronization

/// Logs what happens to the broker's connection, each fault once when it begins and once when it is over.
final class BrokerEvents: Sendable {
    private struct State {
        var fault: String?
        var attempts = 0
        var onChange: (@Sendable () -> Void)?
    }

    private let logger: Logger
    private let state = Mutex(State())

    init(logger: Logger) { self.logger = logger }

    /// Sets what to call when the connection comes or goes.
    func onChange(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.onChange = action } }

    /// Takes an event on the client's thread.
    func take(_ event: MQTTEvent) {
        switch event {
        case .connected(let version, _):
            let (attempts, action) = state.withLock { state in
                defer { (state.fault, state.attempts) = (nil, 0) }
                return (state.attempts, state.onChange)
            }
            logger.info("Broker connected", metadata: ["mqtt": "\(version.rawValue)", "failed_attempts": "\(attempts)"])
            action?()
        case .disconnected(let fault):
            let text = "\(fault)"
            let (isNew, action) = state.withLock { state in
                defer { (state.fault, state.attempts) = (text, state.attempts + 1) }
                return (state.fault != text, state.onChange)
            }
            guard isNew else { return }
            logger.warning("No broker; retrying", metadata: ["why": "\(text)"])
            action?()
        case .publishFault(let topic, _, let fault):
            logger.warning("Message refused", metadata: ["topic": "\(topic)", "why": "\(fault)"])
        case .acknowledged: break
        }
    }
}

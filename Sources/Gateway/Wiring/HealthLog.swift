// SPDX-License-Identifier: Apache-2.0
import Locking
import Logging
import MeterChannel
import Readings

/// Logs each change of a meter's or sensor's condition once: when trouble begins and when it is
/// over.
final class HealthLog: UpdateConsumer {
    private let logger: Logger
    private let codes = Mutex<[MeterID: HealthCode]>([:])

    init(logger: Logger) { self.logger = logger }

    func receive(_ event: PortEvent) {
        // Starting is neither trouble nor its end.
        guard case .status(let status) = event, status.condition.code != .starting else { return }
        let condition = status.condition
        let before = codes.withLock { codes in
            defer { codes[status.id] = condition.code }
            return codes[status.id]
        }
        guard before != condition.code else { return }
        switch condition.code {
        case .ok:
            // At the start a meter was never in trouble.
            guard let before else { return }
            logger.info(
                "Well again", metadata: ["id": "\(status.id)", "was": "\(before.rawValue)"])
        default:
            logger.warning(
                "\(condition.code.rawValue)",
                metadata: [
                    "id": "\(status.id)", "state": "\(condition.state.rawValue)",
                    "hint": "\(condition.hint)",
                ])
        }
    }
}

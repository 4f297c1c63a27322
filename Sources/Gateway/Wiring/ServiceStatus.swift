// SPDX-License-Identifier: Apache-2.0
import Locking
import MQTT

/// Keeps the service manager's one line about the gateway true: `4/5 meters, MQTT up`.
final class ServiceStatus: Sendable {
    private let summary: GatewaySummary
    private let client: MQTTClient
    private let told = Mutex("")

    init(summary: GatewaySummary, client: MQTTClient) {
        self.summary = summary
        self.client = client
    }

    /// What holds now.
    var text: String {
        let (online, total) = summary.metersOnline
        let broker = client.snapshot().connectedSince == nil ? "no broker" : "MQTT up"
        let line = "\(online)/\(total) meters, \(broker)"
        guard summary.configurationError == nil else {
            return line + "; the configuration has a mistake, the old one stays"
        }
        return line
    }

    /// Tells it, if it is other than what was told last.
    func update() {
        let text = text
        let isNew = told.withLock { told in
            defer { told = text }
            return told != text
        }
        if isNew { ServiceManager.notify("STATUS=\(text)", waits: false) }
    }
}

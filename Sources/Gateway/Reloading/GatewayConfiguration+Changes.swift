// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration

extension GatewayConfiguration {
    /// The sections that differ and count from the next start on only; a login at the broker counts at once.
    func changedSections(since other: GatewayConfiguration) -> [String] {
        let changes = [
            ("gateway", gateway != other.gateway),
            ("mqtt", !mqtt.isEqualButForLogin(to: other.mqtt)),
            ("http", http != other.http),
        ]
        return changes.filter(\.1).map(\.0)
    }
}

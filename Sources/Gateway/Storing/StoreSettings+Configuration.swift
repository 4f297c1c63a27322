// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History

extension StoreSettings {
    /// The log's settings from the section `gateway`.
    init(_ gateway: GatewaySettings) {
        self.init(directory: gateway.stateDirectory, sinks: [TelegramOutbox.sink])
        retention = gateway.telegramRetention
        switch gateway.durability {
        case .balanced: durability = .balanced
        case .strict: durability = .strict
        case .gentle: durability = .gentle
        }
    }
}

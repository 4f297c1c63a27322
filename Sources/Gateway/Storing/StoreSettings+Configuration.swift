// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History

extension StoreSettings {
    /// The log's settings from a configuration; what takes long on the disk keeps away from `reports`.
    init(_ configuration: GatewayConfiguration, reports: ReportClock) {
        let gateway = configuration.gateway
        self.init(directory: gateway.stateDirectory, sinks: [TelegramOutbox.sink])
        retention = gateway.telegramRetention
        switch gateway.durability {
        case .balanced: durability = .balanced
        case .strict: durability = .strict
        case .gentle: durability = .gentle
        }
        isBusy = reports.isNear
    }
}

// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import GatewayConfiguration
import MeterChannel
import Readings

extension ChannelStatus {
    /// The status of a meter or sensor that the configuration leaves out.
    static func disabled(_ entry: ChannelConfiguration, now: UTCTime) -> ChannelStatus {
        var status = ChannelStatus(
            id: entry.id, port: "\(entry.port.address)", condition: .disabled, since: now)
        switch entry {
        case .meter(let configured):
            var meter = Meter()
            meter.keyFingerprint = configured.key?.fingerprint
            status.meter = meter
        case .sensor: status.sensor = Sensor()
        }
        return status
    }
}

// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings

extension ChannelStatus {
    /// The status of a meter or sensor that the configuration leaves out.
    static func disabled(_ id: MeterID, isSensor: Bool, now: UTCTime) -> ChannelStatus {
        var status = ChannelStatus(id: id, port: "", condition: .disabled, since: now)
        if isSensor { status.sensor = Sensor() } else { status.meter = Meter() }
        return status
    }
}

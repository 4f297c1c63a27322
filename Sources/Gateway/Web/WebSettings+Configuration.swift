// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Readings
import Sensors
import Web

extension WebSettings {
    /// The server's settings that the section `http` asks for.
    init(_ http: HTTPSettings, timeZone: String) {
        let access: WebAccess =
            switch http.access {
            case .loopback: .loopback
            case .token(let token): .token { token.matches($0) }
            case .open: .open
            }
        self.init(
            host: http.listen.host, port: Int(http.listen.port), access: access,
            hosts: http.hosts, timeZone: timeZone)
        limits.streams = http.streams
    }
}

extension MeterProfile {
    /// What the page shows of a meter's entry.
    init(_ meter: MeterConfiguration) {
        self.init(
            id: meter.id, name: meter.name, kind: .meter, isEnabled: meter.isEnabled,
            referencePower: meter.referencePower)
    }

    /// What the page shows of a sensor's entry.
    init(_ sensor: SensorConfiguration) {
        var bounds: [String: Bounds] = [:]
        for value in sensor.values where value.minimum != nil || value.maximum != nil {
            bounds[value.readingName] = Bounds(minimum: value.minimum, maximum: value.maximum)
        }
        self.init(
            id: sensor.id, name: sensor.name, kind: .sensor, isEnabled: sensor.isEnabled,
            bounds: bounds)
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import GatewayConfiguration
import Readings
import Sensors

/// One entry of `meters` or `sensors`; two that are equal need no exchange.
enum ChannelConfiguration: Hashable, Sendable {
    case meter(MeterConfiguration)
    case sensor(SensorConfiguration)

    /// All entries of a configuration, in order.
    static func all(_ configuration: GatewayConfiguration) -> [ChannelConfiguration] {
        configuration.meters.map(ChannelConfiguration.meter)
            + configuration.sensors.map(ChannelConfiguration.sensor)
    }

    var id: MeterID {
        switch self {
        case .meter(let meter): meter.id
        case .sensor(let sensor): sensor.id
        }
    }

    var port: PortSettings {
        switch self {
        case .meter(let meter): meter.port
        case .sensor(let sensor): sensor.port
        }
    }

    var isEnabled: Bool {
        switch self {
        case .meter(let meter): meter.isEnabled
        case .sensor(let sensor): sensor.isEnabled
        }
    }

    var isSensor: Bool {
        if case .sensor = self { return true }
        return false
    }

    /// The names that its readings may have.
    var readingNames: Set<String> {
        switch self {
        case .meter: OBISRegistry.names
        case .sensor(let sensor): Set(sensor.values.map(\.readingName))
        }
    }
}

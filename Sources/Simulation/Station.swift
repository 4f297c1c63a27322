// SPDX-License-Identifier: Apache-2.0
import Readings

/// What speaks on a port: a meter or a sensor.
enum Station {
    case meter(MeterStation)
    case sensor(SensorStation)

    /// What it says next; `nil` when it has nothing to say any more.
    mutating func next(at time: UTCTime) throws(SimulationError) -> Transmission? {
        switch self {
        case .meter(var meter):
            defer { self = .meter(meter) }
            return try meter.next(at: time)
        case .sensor(var sensor):
            defer { self = .sensor(sensor) }
            return sensor.next(at: time)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Readings
import Reports

/// What a picture is drawn of: a meter, or a sensor's level alone.
enum ReportSource {
    case meter(MeterConfiguration)
    case sensor(LevelSource)

    /// Its name on the command line and in the names of files.
    var id: MeterID {
        switch self {
        case .meter(let meter): meter.id
        case .sensor(let level): level.sensor
        }
    }

    /// What is named, or else all meters that are enabled; the sensors where there is no meter.
    ///
    /// Says why there is nothing to draw, and throws an exit code.
    static func chosen(_ id: String?, _ history: HistoryAccess, isMonth: Bool) throws
        -> [ReportSource]
    {
        let configuration = history.configuration
        let sensors: [ReportSource]
        if let id {
            let known = try history.source(id)
            if let meter = configuration.meters.first(where: { $0.id == known }) {
                return [.meter(meter)]
            }
            sensors = configuration.sensors.filter { $0.id == known }
                .compactMap { LevelSource($0) }.map(ReportSource.sensor)
            guard !sensors.isEmpty else {
                throw Exit.because("the sensor '\(id)' is not enabled", Exit.no)
            }
        } else {
            let meters = configuration.meters.filter(\.isEnabled)
            guard meters.isEmpty else { return meters.map(ReportSource.meter) }
            sensors = configuration.sensors.compactMap { LevelSource($0) }
                .map(ReportSource.sensor)
            guard !sensors.isEmpty else {
                throw Exit.because("no meter and no sensor is enabled", Exit.no)
            }
        }
        guard !isMonth else {
            let names = sensors.map { "'\($0.id)'" }.joined(separator: ", ")
            throw Exit.because(
                "a month is drawn of meters only, and \(names) measures a level; "
                    + "write --date, or export it with --resolution day", Exit.usage)
        }
        return sensors
    }
}

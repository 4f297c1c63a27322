// SPDX-License-Identifier: Apache-2.0
import DSMR
import MeterChannel
import Pipeline
import Readings

extension LiveRow {
    /// What an event changes in the view; `nil` for events that it does not show.
    init?(_ event: PortEvent) {
        switch event {
        case .update(let update): self.init(update)
        case .sample(let update):
            self.init(kind: .sensor, id: update.sensor.text)
            self["received"] = "\(update.received.milliseconds)"
            self["values"] = update.readings.map { "\($0.name) \(LiveRow.text($0.value))" }.joined(
                separator: "  ")
        case .status(let status): self.init(status)
        case .raw, .event: return nil
        }
    }

    private init(_ update: MeterUpdate) {
        self.init(kind: .meter, id: update.meter.text)
        self["received"] = "\(update.received.milliseconds)"
        self["authentication"] = update.frame.authentication.rawValue
        self["counter"] = update.frame.header.map { "\($0.counter.value)" } ?? ""
        for reading in update.readings where LiveRow.shown.contains(reading.name) {
            self[reading.name] = LiveRow.text(reading.value)
        }
    }

    /// The readings that have a column.
    private static let shown: Set = [
        "power_import_kw", "power_export_kw", "energy_import_kwh", "energy_export_kwh",
    ]

    private init(_ status: ChannelStatus) {
        self.init(kind: status.sensor == nil ? .meter : .sensor, id: status.id.text)
        self["state"] = status.condition.state.rawValue
        self["code"] = status.condition.code.rawValue
        self["hint"] = status.condition.hint
        self["port_state"] = status.link.port.rawValue
        if let meter = status.meter {
            self["telegrams"] = "\(meter.counters.telegrams)"
            self["missed"] = meter.missed.map { "\($0)" } ?? ""
            self["identity"] = meter.identity ?? ""
        }
        if let sensor = status.sensor { self["samples"] = "\(sensor.samples)" }
    }

    private static func text(_ value: ReadingValue) -> String {
        switch value {
        case .number(let number): number.description
        case .text(let text): text
        case .time(let time): time.description
        }
    }
}

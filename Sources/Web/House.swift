// SPDX-License-Identifier: Apache-2.0
import Readings

/// Where answers about now come from: the live model, the daemon, and the day so far.
struct House: Sendable {
    let live: LiveModel
    let source: any WebSource
    let book: DayBook
    let settings: WebSettings

    /// The system's clock.
    var now: UTCTime { .now() }

    /// The day so far of every meter and sensor; of one that is not read any more, until then.
    func days() async -> [MeterID: DayRecord] {
        let ids = live.snapshot().items.map(\.profile.id)
        return await book.days(of: ids, now: now)
    }

    /// Writes it as the schema Overview says.
    func writeOverview(
        _ live: LiveSnapshot, _ days: [MeterID: DayRecord], to json: inout JSONWriter
    ) {
        json.object { json in
            json.key("gateway")
            writeGateway(live, to: &json)
            write("meters", live.meters, days, withCurve: true, to: &json)
            write("sensors", live.sensors, days, withCurve: true, to: &json)
            json.key("totals")
            HouseTotals(live.items, days: days).write(to: &json)
        }
    }

    /// Writes the list of meters and the one of sensors.
    func writeMeters(
        _ live: LiveSnapshot, _ days: [MeterID: DayRecord], to json: inout JSONWriter
    ) {
        json.object { json in
            write("meters", live.meters, days, withCurve: false, to: &json)
            write("sensors", live.sensors, days, withCurve: false, to: &json)
        }
    }

    /// Writes it as the schema Gateway says.
    func writeGateway(_ live: LiveSnapshot, to json: inout JSONWriter) {
        let server = ServerFacts(
            access: settings.access.word, timeZone: settings.timeZone,
            streams: self.live.watchers, streamLimit: settings.limits.streams)
        source.facts().write(to: &json, server: server, live: live, now: now)
    }

    private func write(
        _ name: String, _ items: [LiveItem], _ days: [MeterID: DayRecord], withCurve: Bool,
        to json: inout JSONWriter
    ) {
        let now = now
        json.array(name) { json in
            for item in items {
                item.write(
                    to: &json, day: days[item.profile.id], withCurve: withCurve, now: now)
            }
        }
    }
}

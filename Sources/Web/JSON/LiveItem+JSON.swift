// SPDX-License-Identifier: Apache-2.0
import Readings

extension LiveItem {
    /// Writes it as the schemas Meter and Sensor say; the day's curve only where it is wanted.
    func write(to json: inout JSONWriter, day: DayRecord?, withCurve: Bool, now: UTCTime) {
        json.object { json in
            json.field("id", profile.id.text)
            json.field("name", profile.name)
            json.field("kind", profile.kind.rawValue)
            writeCondition(to: &json)
            json.fieldOrNull("received", latest?.received, fraction: true)
            json.object("readings") { $0.fields(latest?.readings ?? []) }
            switch profile.kind {
            case .meter: writeMeter(to: &json, now: now)
            case .sensor:
                json.fieldOrNull("no_value_since", noValueSince)
                writeBounds(to: &json)
            }
            json.key("today")
            if let day {
                day.write(
                    to: &json, latest: latest, isCurrent: isAvailable, withCurve: withCurve)
            } else {
                json.null()
            }
        }
    }

    /// Writes the latest readings flat, as the topic of the meter has them.
    func writeLatest(to json: inout JSONWriter) {
        guard let latest else { return }
        if let time = latest.time { json.field("time", time) }
        json.field("received", latest.received, fraction: true)
        if let counter = latest.frameCounter { json.field("frame_counter", counter) }
        json.field("authentication", latest.authentication)
        if let noValueSince { json.field("no_value_since", noValueSince) }
        json.fields(latest.readings)
    }

    private func writeCondition(to json: inout JSONWriter) {
        if !profile.isEnabled {
            json.field("state", "disabled")
            json.field("code", "ok")
            json.field("hint", "enabled: false in the configuration.")
        } else {
            json.field("state", health?.state ?? "offline")
            json.field("code", health?.code ?? "starting")
            json.field("hint", health?.hint ?? "")
        }
        json.fieldOrNull("since", health?.since)
        json.field("available", isAvailable)
    }

    private func writeMeter(to json: inout JSONWriter, now: UTCTime) {
        json.fieldOrNull("time", latest?.time)
        json.fieldOrNull("frame_counter", latest?.frameCounter)
        json.fieldOrNull("authentication", latest?.authentication)
        json.fieldOrNull("identity", health?.identity)
        json.fieldOrNull("reference_power_kw", profile.referencePower)
        json.fieldOrNull("missed", health?.missed)
        json.array("missed_minutes") { json in
            for count in missed.counts(at: now) { json.number(count) }
        }
    }

    private func writeBounds(to json: inout JSONWriter) {
        json.object("ranges") { json in
            for (name, bounds) in profile.bounds.sorted(by: { $0.key < $1.key }) {
                json.object(name) { json in
                    json.fieldOrNull("minimum", bounds.minimum)
                    json.fieldOrNull("maximum", bounds.maximum)
                }
            }
        }
    }
}

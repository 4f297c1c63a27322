// SPDX-License-Identifier: Apache-2.0
import DSMR
import MeterChannel
import Readings

extension PayloadEncoder {
    /// The health record of a meter or sensor.
    static func health(_ status: ChannelStatus, now: UTCTime) -> [UInt8] {
        encode { json in
            json.field("state", status.condition.state.rawValue)
            json.field("code", status.condition.code.rawValue)
            json.field("hint", status.condition.hint)
            json.field("since", status.since)
            if let meter = status.meter { write(meter, now, to: &json) }
            if let sensor = status.sensor { write(sensor, now, to: &json) }
            json.field("reconnects", status.link.reconnects)
            if let errors = status.link.lineErrors {
                json.field("framing_errors", errors.framing)
                json.field("overruns", errors.overruns)
            }
            json.field("port", status.port)
            json.field("port_state", status.link.port.rawValue)
            json.field("data_request", status.link.request.rawValue)
            if status.link.unrecordedBytes > 0 {
                json.field("record_dropped", status.link.unrecordedBytes)
            }
            if let meter = status.meter { identify(meter, to: &json) }
            json.key("last_error")
            guard let error = status.lastError else { return json.null() }
            json.object { json in
                json.field("code", error.code)
                json.field("text", error.text)
                json.field("at", error.at)
            }
        }
    }

    private static func write(
        _ meter: ChannelStatus.Meter, _ now: UTCTime, to json: inout JSONWriter
    ) {
        write(meter.lastTelegram, as: "last_telegram", now, to: &json)
        json.key("interval_s")
        json.number(seconds(milliseconds: meter.intervalMilliseconds))
        json.field("stored", meter.stored)
        json.fieldOrNull("missed", meter.missed)
        json.fieldOrNull("missed_while_off", meter.missedWhileOff)
        let counters = meter.counters
        json.field("telegrams", counters.telegrams)
        json.field("tag_errors", counters.tagErrors)
        json.field("crc_errors", counters.crcErrors)
        json.field("truncated", counters.truncated)
        json.field("noise_bytes", counters.noiseBytes)
        json.field("oversize", counters.oversize)
        json.field("replays", counters.replays)
        json.field("duplicates", counters.duplicates)
        json.field("plaintext_refused", counters.plaintextRefused)
        json.field("suspect", counters.suspect)
        json.field("refused", counters.refused)
    }

    private static func write(
        _ sensor: ChannelStatus.Sensor, _ now: UTCTime, to json: inout JSONWriter
    ) {
        write(sensor.lastSample, as: "last_sample", now, to: &json)
        json.field("samples", sensor.samples)
        json.field("bad_lines", sensor.badLines)
        json.field("out_of_range", sensor.outOfRange)
    }

    /// When a port was last heard, and how long ago that is.
    private static func write(
        _ last: UTCTime?, as name: String, _ now: UTCTime, to json: inout JSONWriter
    ) {
        json.fieldOrNull(name, last)
        json.fieldOrNull("age_s", last.map { max(0, now.seconds - $0.seconds) })
    }

    private static func identify(_ meter: ChannelStatus.Meter, to json: inout JSONWriter) {
        json.fieldOrNull("system_title", meter.systemTitle?.lastFour)
        json.fieldOrNull("identity", meter.identity)
        json.fieldOrNull("key_fingerprint", meter.keyFingerprint)
        json.fieldOrNull("authentication", meter.authentication)
        json.fieldOrNull("frame_counter", meter.frameCounter)
        json.fieldOrNull("clock_drift_s", meter.clockDriftSeconds)
    }

    /// Seconds with one decimal; whole seconds without.
    private static func seconds(milliseconds: Int64) -> FixedPoint {
        let tenths = (milliseconds + 50) / 100
        return tenths.isMultiple(of: 10) ? FixedPoint(tenths / 10) : FixedPoint(tenths, decimals: 1)
    }
}

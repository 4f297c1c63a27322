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
        if let last = meter.lastTelegram {
            json.field("last_telegram", last)
            json.field("age_s", max(0, now.seconds - last.seconds))
        } else {
            json.nullField("last_telegram")
            json.nullField("age_s")
        }
        json.key("interval_s")
        json.number(seconds(milliseconds: meter.intervalMilliseconds))
        json.field("stored", meter.stored)
        json.optionalField("missed", meter.missed)
        json.optionalField("missed_while_off", meter.missedWhileOff)
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
        if let last = sensor.lastSample {
            json.field("last_sample", last)
            json.field("age_s", max(0, now.seconds - last.seconds))
        } else {
            json.nullField("last_sample")
            json.nullField("age_s")
        }
        json.field("samples", sensor.samples)
        json.field("bad_lines", sensor.badLines)
        json.field("out_of_range", sensor.outOfRange)
    }

    private static func identify(_ meter: ChannelStatus.Meter, to json: inout JSONWriter) {
        json.optionalField("system_title", meter.systemTitle?.lastFour)
        json.optionalField("identity", meter.identity)
        json.optionalField("key_fingerprint", meter.keyFingerprint)
        json.optionalField("authentication", meter.authentication)
        json.optionalField("frame_counter", meter.frameCounter)
        json.optionalField("clock_drift_s", meter.clockDriftSeconds)
    }

    /// Seconds with one decimal; whole seconds without.
    private static func seconds(milliseconds: Int64) -> FixedPoint {
        let tenths = (milliseconds + 50) / 100
        return tenths.isMultiple(of: 10) ? FixedPoint(tenths / 10) : FixedPoint(tenths, decimals: 1)
    }
}

extension JSONWriter {
    fileprivate mutating func nullField(_ name: String) {
        key(name)
        null()
    }

    fileprivate mutating func optionalField(_ name: String, _ text: String?) {
        if let text { field(name, text) } else { nullField(name) }
    }

    fileprivate mutating func optionalField(_ name: String, _ number: (some BinaryInteger)?) {
        if let number { field(name, number) } else { nullField(name) }
    }
}

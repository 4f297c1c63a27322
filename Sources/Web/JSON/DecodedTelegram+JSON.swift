// SPDX-License-Identifier: Apache-2.0
import Readings

extension DecodedTelegram {
    /// Writes it as the schema Telegram says.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("received", latest.received, fraction: true)
            json.fieldOrNull("time", latest.time)
            json.field("header", header)
            json.field("authentication", latest.authentication ?? "none")
            json.field("crc", checksum)
            json.fieldOrNull("identity", identity)
            json.fieldOrNull("frame_counter", latest.frameCounter)
            json.array("lines") { json in
                for line in lines { line.write(to: &json) }
            }
        }
    }
}

extension DecodedTelegram.Line {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("obis", code)
            json.array("values") { json in
                for value in values { json.string(value) }
            }
            json.fieldOrNull("name", name)
            json.fieldOrNull("meaning", meaning)
            json.fieldOrNull("unit", unit)
            json.fieldOrNull("value", value)
        }
    }
}

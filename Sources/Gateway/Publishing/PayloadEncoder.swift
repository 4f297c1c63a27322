// SPDX-License-Identifier: Apache-2.0
import DSMR
import MeterChannel
import Pipeline
import Readings

/// Writes the JSON of each topic, as `docs/mqtt.md` describes it.
enum PayloadEncoder {
    /// `{"state":"online"}`.
    static func state(_ isOnline: Bool) -> [UInt8] {
        Array((isOnline ? #"{"state":"online"}"# : #"{"state":"offline"}"#).utf8)
    }

    /// The latest readings of a meter, flat.
    static func latest(_ update: MeterUpdate) -> [UInt8] {
        encode { json in
            head(update, to: &json)
            json.fields(update.readings)
        }
    }

    /// A telegram: the latest readings and what proves them.
    static func telegram(_ update: MeterUpdate, isReplayed: Bool = false) -> [UInt8] {
        encode { json in
            head(update, to: &json)
            json.field("system_title", update.frame.header?.title.hex)
            json.field("identity", update.identity)
            json.field("crc", update.crc)
            json.field("encrypted", update.frame.isEncrypted)
            if isReplayed { json.field("replayed", true) }
            json.fields(update.readings)
        }
    }

    private static func head(_ update: MeterUpdate, to json: inout JSONWriter) {
        if let time = update.time { json.field("time", time) }
        json.field("received", update.received, fraction: true)
        if update.frame.authentication != .none, let counter = update.frame.header?.counter.value {
            json.field("frame_counter", counter)
        }
        json.field("authentication", update.frame.authentication.rawValue)
    }

    /// The latest values of a sensor.
    static func sample(_ update: SensorUpdate) -> [UInt8] {
        encode { json in
            json.field("received", update.received, fraction: true)
            json.fields(update.readings)
        }
    }

    /// Something that happened once.
    static func event(_ event: MeterEvent) -> [UInt8] {
        encode { json in
            json.field("event", event.kind.rawValue)
            json.field("time", event.time)
            json.fields(event.facts)
        }
    }

    /// The bare text of one value, as its own topic carries it.
    static func bare(_ value: ReadingValue) -> [UInt8] {
        switch value {
        case .number(let number): Array(number.description.utf8)
        case .text(let text): Array(text.utf8)
        case .time(let time): Array(time.description.utf8)
        }
    }

    static func encode(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(body)
        return json.bytes
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import History
import Readings

/// Makes a telegram's message of what the log keeps: the same bytes now as a week later.
struct StoredTelegramEncoder {
    private var telegram = Telegram()

    /// The payload of `<id>/telegram`; `winterOffset` is that of the meter, for times inside the
    /// telegram.
    mutating func payload(_ record: TelegramRecord, isReplayed: Bool, winterOffset: Int64)
        -> [UInt8]
    {
        let readings = read(record, winterOffset)
        let title = record.origin.title
        let identity = title.flatMap(SystemTitle.init(hex:))?.identity ?? telegram.identity
        return PayloadEncoder.encode { json in
            StoredTelegramEncoder.head(record, to: &json)
            json.field("system_title", title)
            json.field("identity", identity)
            json.field("crc", StoredTelegramEncoder.crc(record.checksum))
            json.field("encrypted", record.isEncrypted)
            if record.isSuspect { json.field("suspect", true) }
            if isReplayed { json.field("replayed", true) }
            json.fields(readings)
        }
    }

    /// The payload of `<id>`, and the readings in it.
    mutating func latest(_ record: TelegramRecord, winterOffset: Int64)
        -> (payload: [UInt8], readings: [Reading])
    {
        let readings = read(record, winterOffset)
        let payload = PayloadEncoder.encode { json in
            StoredTelegramEncoder.head(record, to: &json)
            json.fields(readings)
        }
        return (payload, readings)
    }

    private static func head(_ record: TelegramRecord, to json: inout JSONWriter) {
        if let time = record.meterTime { json.field("time", time) }
        json.field("received", record.received, fraction: true)
        if let counter = record.origin.frameCounter { json.field("frame_counter", counter) }
        json.field("authentication", proof(record.origin))
    }

    private mutating func read(_ record: TelegramRecord, _ winterOffset: Int64) -> [Reading] {
        telegram.takeApart(record.body, winterOffset: winterOffset)
            ? ReadingList(telegram).readings : []
    }

    private static func proof(_ origin: TelegramOrigin) -> String {
        switch origin {
        case .verified: "verified"
        case .unverified: "unverified"
        case .clear: "none"
        }
    }

    private static func crc(_ checksum: TelegramRecord.Checksum) -> String {
        switch checksum {
        case .valid: "valid"
        case .wrong: "wrong"
        case .absent: "absent"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import MeterChannel
import Readings
import Series
import Web

extension DecodedTelegram {
    /// Takes a telegram apart again, for people; `nil` for one that could not have been accepted.
    init?(_ update: MeterUpdate, winterOffset: Int64) {
        var telegram = Telegram()
        guard telegram.takeApart(update.text, winterOffset: winterOffset) else { return nil }
        self.init(
            latest: LatestReadings(update), header: Message.latin(telegram.headerBytes),
            checksum: update.crc, identity: update.identity,
            lines: telegram.objects.map { Line($0, of: telegram, update.readings) })
    }
}

extension DecodedTelegram.Line {
    fileprivate init(_ object: DataObject, of telegram: Telegram, _ readings: [Reading]) {
        let values = telegram.values(of: object)
        self.init(
            code: Message.latin(telegram.codeBytes(of: object)),
            values: values.map { Message.latin(telegram.bytes(of: $0)) })
        meaning = TelegramLegend.meaning(object.code)
        let reading = TelegramLegend.reading(object.code, values.last?.number, readings)
        name = reading?.name
        value = reading?.value
        // The reading's unit; else what stands behind the star.
        if let reading, let quantity = Quantity.named(reading.name), !quantity.unit.isEmpty {
            unit = quantity.unit
        } else if let sent = self.values.last, let star = sent.lastIndex(of: "*") {
            unit = String(sent[sent.index(after: star)...])
        }
    }
}

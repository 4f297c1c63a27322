// SPDX-License-Identifier: Apache-2.0
import DSMR
import History
import Locking
import Readings

/// Takes a stored telegram apart for the history, by the same code as the daemon and `decode`.
final class TelegramReader: Sendable {
    private let telegram = Mutex(Storage())

    /// Storage that is used again for each telegram.
    private struct Storage: Sendable {
        var telegram = Telegram()
    }

    /// The meter's name and its values; neither depends on the meter's offset from UTC.
    func parse(_ record: TelegramRecord) -> ParsedTelegram {
        telegram.withLock { storage in
            let count = min(record.body.count, storage.telegram.text.count)
            storage.telegram.text.replaceSubrange(0..<count, with: record.body[..<count])
            let title = record.origin.title
            guard
                let envelope = TelegramEnvelope(
                    storage.telegram.text.span.extracting(first: count)),
                TelegramParser.parse(
                    &storage.telegram, count: count, envelope: envelope, winterOffset: 3_600)
            else {
                return ParsedTelegram(
                    equipment: TelegramReader.equipment(title: title, identity: nil), readings: [])
            }
            return ParsedTelegram(
                equipment: TelegramReader.equipment(
                    title: title, identity: storage.telegram.identity),
                readings: ReadingList(storage.telegram).readings)
        }
    }

    /// The name of a meter in the history: that of its system title, else the title itself, else
    /// what a telegram in clear says.
    static func equipment(title: String?, identity: String?) -> String? {
        title.map { SystemTitle(hex: $0)?.identity ?? $0 } ?? identity
    }
}

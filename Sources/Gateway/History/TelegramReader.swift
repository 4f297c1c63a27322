// SPDX-License-Identifier: Apache-2.0
import DSMR
import History
import Locking
import Readings

/// Takes a stored telegram apart for the history, by the same code as the daemon and `decode`.
final class TelegramReader: Sendable {
    /// Storage that is used again for each telegram.
    private let telegram = Mutex(Telegram())

    /// The meter's name and its values; neither depends on the meter's offset from UTC.
    func parse(_ record: TelegramRecord) -> ParsedTelegram {
        telegram.withLock { telegram in
            let isRead = telegram.takeApart(record.body)
            return ParsedTelegram(
                equipment: TelegramReader.equipment(
                    title: record.origin.title, identity: isRead ? telegram.identity : nil),
                readings: isRead ? ReadingList(telegram).readings : [])
        }
    }

    /// The name of a meter in the history: that of its system title, else the title itself, else
    /// what a telegram in clear says.
    static func equipment(title: String?, identity: String?) -> String? {
        title.map { SystemTitle(hex: $0)?.identity ?? $0 } ?? identity
    }
}

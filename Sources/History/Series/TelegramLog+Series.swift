// SPDX-License-Identifier: Apache-2.0
public import Series

// The history, for who rolls it up.
extension TelegramLog {
    /// Adds to the history.
    func write(_ batch: SeriesBatch, digest: @escaping SHA256Digest) async -> SeriesOutcome {
        await ask(otherwise: .unavailable) { $0.write(batch, digest: digest) }
    }

    /// Begins the roll-up again at some points.
    func rewind(_ rewinds: [Rewind], from position: Int64, _ calendar: PeriodCalendar) async
        -> SeriesOutcome
    {
        await ask(otherwise: .unavailable) { writer in
            writer.change { try $0.rewind(rewinds, from: position, calendar) }
        }
    }

    /// Makes hours, days and months anew if they were made for another zone than `calendar`'s;
    /// whether they were.
    ///
    /// Takes seconds for years of quarter-hours, in which telegrams wait in memory.
    @discardableResult
    public func regroup(_ calendar: PeriodCalendar) async -> Bool {
        await ask(otherwise: .unavailable) { writer in
            writer.change { try $0.regroup(calendar) }
        } == .written
    }

    /// Removes rows of the history that are older than they are kept.
    ///
    /// It is done a few hundred at a time, so that telegrams never wait for long.
    public func prune(_ retention: RowRetention, _ calendar: PeriodCalendar) async {
        while await ask(otherwise: false, { $0.prune(retention, calendar) }) {}
    }
}

// SPDX-License-Identifier: Apache-2.0
import History
import Readings
import Series

/// The day so far of every meter, read from the store at most once a minute.
///
/// Whoever asks while it is being read waits for that reading: nobody gets a day that is not there
/// yet, and the store is asked once.
actor DayBook {
    private static let lifetime = Duration.seconds(60)
    /// How long a store that could not be read is left alone.
    private static let rest = Duration.seconds(2)

    /// What was read last.
    private struct Page {
        let ids: [MeterID]
        let days: [MeterID: DayRecord]
        let readAt: ContinuousClock.Instant

        func holds(
            _ ids: [MeterID], at now: UTCTime, _ instant: ContinuousClock.Instant
        ) -> Bool {
            ids == self.ids && readAt.duration(to: instant) < DayBook.lifetime
                && days.values.allSatisfy { $0.start <= now && now < $0.end }
        }
    }

    private let reader: SeriesReader
    private var page: Page?
    private var failedAt: ContinuousClock.Instant?
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ reader: SeriesReader) { self.reader = reader }

    /// The days of these meters and sensors; those that the store knows nothing of are left out.
    func days(
        of ids: [MeterID], now: UTCTime, at instant: ContinuousClock.Instant = .now
    ) async -> [MeterID: DayRecord] {
        while isReading { await withCheckedContinuation { waiting.append($0) } }
        if let page, page.holds(ids, at: now, instant) { return page.days }
        if let failedAt, failedAt.duration(to: instant) < DayBook.rest { return known(at: now) }
        isReading = true
        // Without a store there are no curves; the gateway's own state says why.
        let read = try? await reader.offload { reader throws(SeriesError) in
            try DayBook.read(reader, ids, now)
        }
        isReading = false
        if let read { page = Page(ids: ids, days: read, readAt: instant) }
        // Who gave up says nothing of the store.
        failedAt = read == nil && !Task.isCancelled ? instant : nil
        for one in waiting { one.resume() }
        waiting = []
        return known(at: now)
    }

    /// What was read last of the day in progress.
    private func known(at now: UTCTime) -> [MeterID: DayRecord] {
        page?.days.filter { $0.value.start <= now && now < $0.value.end } ?? [:]
    }

    private static func read(_ reader: SeriesReader, _ ids: [MeterID], _ now: UTCTime)
        throws(SeriesError) -> [MeterID: DayRecord]
    {
        let today = reader.calendar.period(.day, at: now)
        var days: [MeterID: DayRecord] = [:]
        for id in ids {
            let day = try reader.row(id, .day, at: now)
            let curve = try reader.rows(
                id, .quarterHour, from: today.start, to: today.end, limit: 100)
            guard day != nil || !curve.isEmpty else { continue }
            days[id] = DayRecord(
                today, day: day, quarterHours: curve,
                silences: try reader.gaps(id, from: today.start, to: today.end),
                equipment: try reader.epochs(id).last?.equipment)
        }
        return days
    }
}

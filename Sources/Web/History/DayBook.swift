// SPDX-License-Identifier: Apache-2.0
import History
import Readings
import Series

/// The day so far of every meter, read from the store at most once a minute.
actor DayBook {
    private static let lifetime = Duration.seconds(60)

    private let reader: SeriesReader
    private var days: [MeterID: DayRecord] = [:]
    private var readAt: ContinuousClock.Instant?

    init(_ reader: SeriesReader) { self.reader = reader }

    /// The days of these meters and sensors; those that the store knows nothing of are left out.
    func days(of ids: [MeterID], now: UTCTime) async -> [MeterID: DayRecord] {
        if let readAt, readAt.duration(to: .now) < DayBook.lifetime,
            days.values.allSatisfy({ now < $0.end })
        {
            return days
        }
        readAt = .now
        // Without a store there are no curves; the gateway's own state says why.
        let read = try? await reader.offload { reader throws(SeriesError) in
            try DayBook.read(reader, ids, now)
        }
        days = read ?? [:]
        return days
    }

    /// Forgets what was read, because there are other meters now.
    func forget() { readAt = nil }

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
            let silences = try reader.gaps(id, from: today.start, to: today.end)
            days[id] = DayRecord(today, day: day, quarterHours: curve, silences: silences)
        }
        return days
    }
}

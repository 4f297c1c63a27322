// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Readings
import Series

/// Looks after the day files: writes what is missing, and again what was written too early.
///
/// A day is over for a meter once the meter's own clock has left it. One that is silent is waited
/// for until ``ReportDesk/patience`` has passed; if it then goes on with that day, the file is
/// written again.
final class DayFileKeeper: Sendable {
    /// What is known of the end of a meter's yesterday.
    private enum Stage: Int {
        /// The meter is still waited for, and only the days before are written.
        case open
        /// It was waited for long enough.
        case silent
        /// Its clock has left the day.
        case over
    }

    /// How far a meter has been looked after.
    private struct Place {
        /// The local date on which that was.
        let date: String
        let stage: Stage
        /// Until when its history reached.
        let reached: UTCTime?
    }

    /// How many days back a day file that is not there is written.
    private static let daysBack = 31

    private let plan: DayFilePlan
    private let reader: SeriesReader
    private let places = Mutex([MeterID: Place]())

    init(_ plan: DayFilePlan, reader: SeriesReader) {
        self.plan = plan
        self.reader = reader
    }

    /// Writes what is due of the days that are over at a moment.
    func work(at now: UTCTime) -> [DeskNotice] {
        let today = reader.calendar.period(.day, at: now)
        guard now.seconds - today.start.seconds >= ReportDesk.firstMinute * 60 else { return [] }
        var counts: [UTCTime: Int] = [:]
        var notices: [DeskNotice] = []
        for meter in plan.meters {
            do throws(DayFileFailure) {
                for day in try write(meter, today, now) { counts[day.start, default: 0] += 1 }
            } catch {
                notices.append(.failed(what: "day files", why: "\(error)"))
            }
        }
        return counts.sorted { $0.key > $1.key }.map { start, count in
            .wroteDayFiles(date: reader.calendar.local(start).date, count: count)
        } + notices
    }

    /// Writes the files of a meter if it is time to; of which days.
    private func write(_ meter: MeterID, _ today: Period, _ now: UTCTime) throws(DayFileFailure)
        -> [Period]
    {
        let date = reader.calendar.local(today.start).date
        let before = places.withLock { $0[meter] }
        let earlier = before?.date == date ? before?.stage : nil
        if earlier == .over { return [] }
        let reached: UTCTime?
        do { reached = try reader.reach(meter, .minute)?.end } catch { throw .history(error) }
        // What the meter stamps with midnight itself belongs to the day before.
        let isOver = reached.map { $0 > today.start } ?? false
        let isSilent = ReportDesk.isPatienceOver(today.start, at: now)
        let stage: Stage = isOver ? .over : isSilent ? .silent : .open
        if let earlier, stage.rawValue <= earlier.rawValue { return [] }
        // What failed is tried again tomorrow and at the next start, not each minute.
        places.withLock { $0[meter] = Place(date: date, stage: stage, reached: reached) }
        var written: [Period] = []
        var day = today
        for _ in 0..<DayFileKeeper.daysBack {
            day = reader.calendar.period(
                .day, at: UTCTime(milliseconds: day.start.milliseconds - 1))
            let isOpen = stage == .open && day.end == today.start
            if isOpen || plan.archive.isPacked(meter, day) { continue }
            // Nothing came since to a day that the meter's clock had left.
            let isSettled = before?.reached.map { $0 > day.end } ?? false
            if isSettled, try plan.archive.has(meter, day) { continue }
            if try plan.archive.write(meter, day, tank: plan.tank) { written.append(day) }
        }
        // A month whose last day may go on is not packed yet.
        let last = reached.map { UTCTime(milliseconds: $0.milliseconds - 1) } ?? now
        try plan.archive.pack(meter, before: min(now, last))
        return written
    }
}

// SPDX-License-Identifier: Apache-2.0
import History
import Readings
import Series

/// The points that answer a question, neighbours joined where there are too many.
struct SeriesAnswer: Sendable {
    /// How many periods a point stands for.
    let joined: Int
    /// Oldest first.
    let rows: [SeriesRow]

    /// Reads the rows a page at a time, never more in memory than there are points, until `deadline`.
    init(
        _ question: SeriesQuestion, _ reader: SeriesReader, deadline: ContinuousClock.Instant
    ) throws(HistoryFault) {
        let reach: Period?
        do { reach = try reader.reach(question.id, question.resolution) } catch {
            throw .store(error)
        }
        guard let reach, !question.isEmpty, reach.start < question.to, question.from < reach.end
        else {
            joined = 1
            rows = []
            return
        }
        let from = max(question.from, reach.start)
        let to = min(question.to, reach.end)
        let count = SeriesAnswer.periods(question.resolution, reader.calendar, from, to)
        let size = max(1, (count + question.points - 1) / question.points)
        joined = size
        var points: [SeriesRow] = []
        var index = 0
        var pages = reader.pages(question.id, question.resolution, from: from, to: to)
        while true {
            let page: [SeriesRow]?
            do { page = try pages.next() } catch { throw .store(error) }
            guard let page else { break }
            guard ContinuousClock.now < deadline else { throw .tooLong }
            for row in page {
                if index.isMultiple(of: size) {
                    points.append(row)
                } else {
                    points[points.count - 1].append(row)
                }
                index += 1
            }
        }
        rows = points
    }

    /// Refuses a name that nothing ever had; one that only this stretch lacks is fine.
    func check(_ question: SeriesQuestion, _ reader: SeriesReader) throws(HistoryFault) {
        let wanted = (question.quantities ?? []).filter { Quantity.named($0) == nil }
        guard !wanted.isSubset(of: SeriesAnswer.names(rows)) else { return }
        let months: [SeriesRow]
        do {
            months = try reader.rows(
                question.id, .month, from: UTCTime(seconds: 0), to: max(question.to, .now()))
        } catch { throw .store(error) }
        let known = SeriesAnswer.names(months)
        guard let unknown = wanted.sorted().first(where: { !known.contains($0) }) else { return }
        throw .unknownQuantity(unknown, known: known)
    }

    /// The names of all that is in rows, registers first, in the order in which they come.
    private static func names(_ rows: [SeriesRow]) -> [String] {
        let columns = ExportColumns(rows)
        return columns.registers + columns.samples
    }

    /// How many periods there are from one moment to another; at most one too many.
    private static func periods(
        _ resolution: Resolution, _ calendar: PeriodCalendar, _ from: UTCTime, _ to: UTCTime
    ) -> Int {
        switch resolution {
        case .minute, .quarterHour, .hour:
            let first = calendar.period(resolution, at: from)
            let length = max(1, first.end.seconds - first.start.seconds)
            return Int((to.seconds - first.start.seconds + length - 1) / length)
        case .day, .month:
            return calendar.periods(resolution, from: from, to: to).reduce(0) { sum, _ in sum + 1 }
        }
    }
}

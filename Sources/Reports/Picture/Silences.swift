// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// The stretches of a day in which a meter or sensor was silent.
///
/// They come from the silences that the history knows; a period without a telegram alone is none,
/// for a meter that speaks once a minute does not speak in each.
struct Silences {
    /// A shorter one leaves no hole in a curve of minutes.
    private static let shortest: Int64 = 60_000

    /// The stretches in order, within the day.
    let spans: [TimeSpan]
    /// When the meter was heard for the first time of all, if that was on this day: what is before
    /// it is no silence.
    let begin: UTCTime?

    /// Finds those of a day that is known until a moment.
    init(in rows: [SeriesRow], gaps: [MissingEnergy], of day: Period, until known: UTCTime) {
        let heard = rows.filter { $0.quality != .missing }
        guard let first = heard.first, let last = heard.last else {
            spans = day.start < known ? [TimeSpan(start: day.start, end: known)] : []
            begin = nil
            return
        }
        var spans = gaps.filter {
            $0.to.milliseconds - $0.from.milliseconds >= Silences.shortest
        }
        .map { TimeSpan(start: max($0.from, day.start), end: min($0.to, known)) }
        .filter { $0.start < $0.end }
        let start = first.period.start
        let isFirst =
            first.edges.contains(.startsOpen) && day.start < start
            && !gaps.contains { $0.from < start && start <= $0.to }
        begin = isFirst ? start : nil
        // After the last one, as long as none ends the silence.
        let end = last.period.end
        let isOver = known == day.end
        if end < known, !gaps.contains(where: { $0.from <= end && end < $0.to }),
            isOver
                ? last.edges.contains(.endsOpen)
                : known.milliseconds - end.milliseconds > Silences.patience(heard)
        {
            spans.append(TimeSpan(start: end, end: known))
        }
        self.spans = spans
    }

    /// Whether one reaches from one moment towards another.
    func touch(_ start: UTCTime, _ end: UTCTime) -> Bool {
        spans.contains { $0.start < end && $0.end > start }
    }

    /// How long after the last row of a day in progress nobody wonders, in milliseconds: three times
    /// the usual distance, and the minute by which the history is late.
    private static func patience(_ heard: [SeriesRow]) -> Int64 {
        let minutes = heard.reduce(0) { $0 + $1.period.minutes }
        let telegrams = max(1, heard.reduce(0) { $0 + $1.telegrams })
        let longest = heard.map(\.period.minutes).max() ?? 1
        return max(Int64(longest), Int64(3 * minutes / telegrams)) * 60_000 + 60_000
    }
}

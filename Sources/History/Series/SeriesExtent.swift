// SPDX-License-Identifier: Apache-2.0
import Series

/// How far a meter's rows of a resolution reach.
struct SeriesExtent: Sendable {
    /// From the start of the first row to the end of the last.
    let reach: Period
    /// The row in progress; the last one, unless the clock fell back.
    let open: SeriesRow?

    /// Puts the row in progress where it belongs among written rows.
    ///
    /// If it was written meanwhile, or a part of it before the clock fell back, the one with more
    /// telegrams counts.
    func completed(_ written: [SeriesRow], _ period: Period) -> [SeriesRow] {
        guard let open, period.start <= open.period.start, open.period.start < period.end else {
            return written
        }
        var rows = written
        let place = rows.firstIndex { open.period.start <= $0.period.start } ?? rows.count
        if place < rows.count, rows[place].period.start == open.period.start {
            if rows[place].telegrams < open.telegrams { rows[place] = open }
        } else if place < rows.count || rows.count < SeriesPages.size {
            rows.insert(open, at: place)
        }
        return rows
    }
}

// SPDX-License-Identifier: Apache-2.0
import Readings

// Periods that begin and end.
extension RollUp {
    /// The row of the minute that holds a moment; the rows that are over by then are given out.
    mutating func minute(holding time: UTCTime, isCut: Bool, isStep: Bool) -> SeriesRow {
        let period = calendar.period(.minute, holding: time)
        if var minute = tail.minute, minute.period == period {
            if isCut { minute.edges.insert(.hasGap) }
            return minute
        }
        var begun = SeriesRow(meter: meter, period: period, edges: [])
        if isCut {
            let isWithin = tail.time.map { period.start <= $0 && $0 <= time } ?? false
            begun.edges = isWithin ? .hasGap : .startsOpen
        }
        if var over = tail.minute {
            if isCut, let last = tail.time, last < over.period.end { over.edges.insert(.endsOpen) }
            close(over, before: begun, isStep: isStep)
            tail.before = over.period.start
            if isStep { tail.mark = max(tail.mark ?? over.period.end, over.period.end) }
        }
        let month = calendar.period(.month, at: period.start)
        if let mark = tail.mark, mark <= month.start { tail.mark = nil }
        return begun
    }

    /// Ends a minute and every longer period that the next minute is not part of; before a step back
    /// of the clock, every one.
    private mutating func close(_ minute: SeriesRow, before next: SeriesRow, isStep: Bool) {
        let written = Resolution.allCases.filter { isWritten($0, minute) }
        let additions = written.map { addition(of: minute, to: $0, before: next) }
        output.additions += additions
        for addition in additions where addition.row.period.resolution < .month {
            folds[addition.row.period.resolution.rank].pass(addition.row)
        }
        guard !written.contains(.minute) else { return }
        var over = minute
        for index in folds.indices {
            output.rows.append(over)
            guard !written.contains(folds[index].resolution) else {
                return folds[index].pass(over)
            }
            folds[index].append(over)
            guard
                let longer = folds[index].close(before: next, after: minute, isForced: isStep)
            else { return }
            over = longer
        }
        output.rows.append(over)
    }
}

// Periods that have their rows already: the clock was ahead and fell back.
extension RollUp {
    /// Whether the row of the period that holds a minute may be written already.
    func isWritten(_ resolution: Resolution, _ minute: SeriesRow) -> Bool {
        guard let mark = tail.mark else { return false }
        return calendar.period(resolution, at: minute.period.start).start < mark
    }

    /// The periods in progress, minute first: what they add to what is written of them.
    public var open: [RowAddition] {
        guard var row = tail.minute else { return [] }
        row.edges.insert(.endsOpen)
        let minute = row
        return Resolution.allCases.map { resolution in
            if isWritten(resolution, minute) { return addition(of: minute, to: resolution) }
            if resolution > .minute { row = folds[resolution.rank - 1].joined(row) }
            return RowAddition(row: row, isEntry: false)
        }
    }

    /// What a minute alone adds to the row of a period that holds it; `next` is the minute after it.
    private func addition(
        of minute: SeriesRow, to resolution: Resolution, before next: SeriesRow? = nil
    ) -> RowAddition {
        let last = folds.first?.last
        let period = calendar.period(resolution, at: minute.period.start)
        let isEntry = last.map { !period.contains($0.period.end) } ?? true
        guard resolution > .minute else { return RowAddition(row: minute, isEntry: isEntry) }
        let row = RowFold(resolution, calendar, last: last).joined(minute)
        return RowAddition(
            row: next.map { RowFold.ended(row, before: $0, after: minute) } ?? row,
            isEntry: isEntry)
    }
}

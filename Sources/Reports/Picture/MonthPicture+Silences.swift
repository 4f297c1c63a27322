// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// Days without data, and silences across midnight.
extension MonthPicture {
    /// A stretch of the axis in which the meter was silent, in days from 1 in the middle of the
    /// first.
    private struct Stretch {
        let from: Double
        let to: Double
        /// What is known of it.
        let words: [String]
    }

    /// Hatches and outlines silences that cross midnight, with what went by in them, and days of
    /// which nothing is known.
    func showSilences(_ script: inout PictureScript, _ columns: [Column]) {
        let pixel =
            (Double(columns.count) + 0.2)
            / (Double(script.width) * (MonthPicture.right - MonthPicture.left))
        let stretches = (missing(columns) + silences(columns, shortest: 5 * pixel))
            .sorted { $0.from < $1.from }
        // How far the line of words above the panel is taken.
        var reached = 0.4
        for (index, stretch) in stretches.enumerated() {
            let place = "from \(stretch.from),graph 0 to \(stretch.to),graph 1"
            let fills = [
                (Palette.silence, "solid 1 noborder behind"),
                (Palette.hatching, "transparent pattern 4 noborder back"),
                (Palette.hatching, "empty border linecolor rgb '\(Palette.faint)' back"),
            ]
            for (layer, fill) in fills.enumerated() {
                script.add(
                    "set object \(40 + 3 * index + layer) rectangle \(place) "
                        + "fillcolor rgb '\(fill.0)' fillstyle \(fill.1)")
            }
            let centre = (stretch.from + stretch.to) / 2
            func width(_ text: String) -> Double { PictureScript.width([text]) * pixel }
            let line = stretch.words.joined(separator: "  ")
            let half = width(line) / 2
            let above = min(max(centre, 0.4 + half), Double(columns.count) + 0.6 - half)
            if stretch.to - stretch.from > stretch.words.map(width).max() ?? 0 {
                script.label(
                    stretch.words, at: "\(centre),graph 0.95", .center, size: 9,
                    options: "front boxed")
            } else if above - half >= reached {
                script.label([line], at: "\(above),graph 1.035", .center, size: 9)
                reached = above + half
            } else {
                script.label(
                    [line], at: "\(centre),graph 0.97", .right, size: 9,
                    options: "rotate by 90 front boxed")
            }
        }
    }

    /// The silences of the history, as wide as they were long.
    private func silences(_ columns: [Column], shortest: Double) -> [Stretch] {
        gaps.compactMap { gap in
            let (start, end) = (max(gap.from, month.start), min(gap.to, month.end))
            guard start < end else { return nil }
            let (from, to) = (place(start, columns), place(end, columns))
            let spare = max(0, shortest - (to - from)) / 2
            return Stretch(from: from - spare, to: to + spare, words: words(gap))
        }
    }

    /// Days that are over and have no row, but for those within a silence.
    private func missing(_ columns: [Column]) -> [Stretch] {
        var runs: [ClosedRange<Int>] = []
        // Shortly after midnight nobody wonders that today has no row yet.
        let late = UTCTime(milliseconds: known.milliseconds - 900_000)
        let begin = begin?.period.start ?? month.start
        for column in columns
        where column.row == nil && column.period.start < late && begin <= column.period.start {
            let isKnown = gaps.contains {
                $0.from <= column.period.start && column.period.end <= $0.to
            }
            guard !isKnown else { continue }
            if let last = runs.last, last.upperBound == column.number - 1 {
                runs[runs.count - 1] = last.lowerBound...column.number
            } else {
                runs.append(column.number...column.number)
            }
        }
        return runs.map {
            Stretch(
                from: Double($0.lowerBound) - 0.5,
                to: min(Double($0.upperBound) + 0.5, place(known, columns)),
                words: [language.words.noData])
        }
    }

    /// Says in the blank part when the meter was heard for the first time of all.
    func showBegin(_ script: inout PictureScript, _ columns: [Column]) {
        guard let begin, let column = columns.first(where: { $0.period == begin.period }) else {
            return
        }
        let words = language.words
        let local = calendar.local(begin.period.start)
        let text = "\(words.first) \(local.day).\(local.month)."
        let isWide = 2 * column.number > columns.count
        script.label(
            [text], at: "\(Double(column.number) + (isWide ? -0.6 : 0.5)),graph 0.95",
            isWide ? .right : .left, size: 9, options: "front boxed")
    }

    /// Where a moment is on the axis.
    private func place(_ time: UTCTime, _ columns: [Column]) -> Double {
        guard let column = columns.first(where: { time < $0.period.end }) else {
            return Double(columns.count) + 0.5
        }
        let length = Double(column.period.end.milliseconds - column.period.start.milliseconds)
        let part = Double(time.milliseconds - column.period.start.milliseconds) / length
        return Double(column.number) - 0.5 + part
    }

    /// What went by in a silence; that there are no data where that is not known.
    private func words(_ gap: MissingEnergy) -> [String] {
        let words = language.words
        let amounts = [("energy_import_kwh", "▲"), ("energy_export_kwh", "▼")]
            .prefix(hasExport ? 2 : 1)
            .compactMap { register, sign -> String? in
                guard let amount = gap.amounts[register], amount.mantissa > 0 || sign == "▲"
                else { return nil }
                // What is less than a tenth is not said to be nothing.
                let isSmall = amount.mantissa != 0 && amount.rounded(to: 1).mantissa == 0
                return "\(sign) \(words.number(amount, decimals: isSmall ? 3 : 1)) kWh"
            }
        return amounts.isEmpty ? [words.noData] : amounts
    }
}

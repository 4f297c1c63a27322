// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension MonthPicture {
    static let left = 0.062
    static let right = 0.972
    private static let bottom = 0.085
    private static let top = 0.825

    /// One day on the axis.
    struct Column {
        /// From 1.
        let number: Int
        let period: Period
        let row: SeriesRow?
    }

    /// The picture as a program for gnuplot.
    func script(width: Int, height: Int) -> PictureScript {
        var script = PictureScript(width: width, height: height)
        let columns = calendar.periods(.day, from: month.start, to: month.end).enumerated().map {
            index, period in
            Column(
                number: index + 1, period: period,
                row: days.first { $0.period == period && $0.quality != .missing })
        }
        script.add("set lmargin at screen \(MonthPicture.left)")
        script.add("set rmargin at screen \(MonthPicture.right)")
        script.add("set tmargin at screen \(MonthPicture.top)")
        script.add("set bmargin at screen \(MonthPicture.bottom)")
        script.add("set xrange [0.4:\(columns.count).6]")
        script.add("set tics scale 0 nomirror textcolor rgb '\(Palette.quiet)'")
        script.add("set grid ytics linetype 1 linecolor rgb '\(Palette.grid)' linewidth 1")
        let axis = Axis(
            below: greatest("energy_export_kwh"), above: max(0.1, greatest("energy_import_kwh")),
            steps: 6)
        for line in axis.lines(language.words, unit: "kWh") { script.add(line) }
        heading(&script)
        shade(&script, columns)
        showSilences(&script, columns)
        showBegin(&script, columns)
        script.add(
            "set xtics ("
                + columns.map { "'\($0.number)' \($0.number)" }.joined(separator: ", ") + ")")
        means(&script, columns.count, axis)
        bars(&script, columns)
        return script
    }

    private func greatest(_ register: String) -> Double {
        days.compactMap { $0.register(register)?.difference.approximation }.max() ?? 0
    }

    private func heading(_ script: inout PictureScript) {
        let words = language.words
        script.label(
            [PictureScript.short(name)], at: "screen \(MonthPicture.left),screen 0.945", size: 19,
            colour: Palette.ink)
        script.label(
            [words.month(calendar.local(month.start))],
            at: "screen \(MonthPicture.left),screen 0.882", size: 12)
        let about = isLeastOnly ? "≥ " : ""
        let rows = [
            ("energy_import_kwh", "▲ \(words.fromGrid)", Palette.taken, 0.95),
            ("energy_export_kwh", "▼ \(words.toGrid)", Palette.givenInk, 0.89),
        ]
        for (register, text, colour, height) in rows.prefix(hasExport ? 2 : 1) {
            guard let span = total?.register(register) else { continue }
            script.label(
                ["\(text)  \(about)\(words.number(span.difference, decimals: 1)) kWh"],
                at: "screen \(MonthPicture.right),screen \(height)", .right, size: 13,
                colour: colour)
        }
    }

    /// Weekends lightly.
    private func shade(_ script: inout PictureScript, _ columns: [Column]) {
        for column in columns {
            let day = calendar.local(column.period.start)
            let days = UTCTime.days(year: day.year, month: day.month, day: day.day)
            // The first day of 1970 was a Thursday.
            guard (days % 7 + 10) % 7 >= 5 else { continue }
            let x = Double(column.number)
            script.add(
                "set object \(column.number) rectangle from \(x - 0.5),graph 0 to "
                    + "\(x + 0.5),graph 1 fillcolor rgb '\(Palette.weekend)' "
                    + "fillstyle solid 1 noborder behind")
        }
    }

    /// The mean of the whole days as a line, with its number.
    private func means(_ script: inout PictureScript, _ count: Int, _ axis: Axis) {
        let words = language.words
        let panel = (MonthPicture.top - MonthPicture.bottom) * Double(script.height)
        let pixel = (axis.top - axis.bottom) / panel
        let lines = [
            ("energy_import_kwh", Palette.taken, 1.0), ("energy_export_kwh", Palette.givenInk, -1),
        ]
        for (index, line) in lines.prefix(hasExport ? 2 : 1).enumerated() {
            guard let mean = mean(line.0), mean.mantissa > 0 else { continue }
            let height = mean.approximation * line.2
            // Away from zero, unless that is out of the panel, where the days' numbers stand.
            let isNearTop = axis.top - height < 22 * pixel
            let isNearBottom = height - axis.bottom < 22 * pixel
            let isAbove = line.2 > 0 ? !isNearTop : isNearBottom
            script.add(
                "set arrow \(index + 1) from 0.4,\(height) to \(count).6,\(height) nohead "
                    + "linecolor rgb '\(line.1)' dashtype 2 front")
            script.label(
                ["⌀ \(words.number(mean, decimals: 1)) kWh \(words.perDay)"],
                at: "\(count).55,\(height) offset 0,\(isAbove ? "0.7" : "-0.7")", .right,
                size: 9,
                colour: line.1, options: "front boxed")
        }
        script.add(
            "set arrow 9 from 0.4,0 to \(count).6,0 nohead linecolor rgb '\(Palette.faint)' front")
    }

    private func bars(_ script: inout PictureScript, _ columns: [Column]) {
        func file(_ isShown: (SeriesRow) -> Bool) -> String {
            columns.compactMap { column -> String? in
                guard let row = column.row, isShown(row) else { return nil }
                let taken = row.register("energy_import_kwh")?.difference
                let given = row.register("energy_export_kwh")?.difference
                return
                    "\(column.number) \(taken.map { "\($0)" } ?? "0") \(given.map { "\($0)" } ?? "0")\n"
            }.joined()
        }
        func isGoingOn(_ row: SeriesRow) -> Bool { row.period.end > known }
        script.add("set boxwidth 0.72 absolute")
        let parts = [
            (
                "whole.dat", file { !isLeastOnly($0) && !isGoingOn($0) }, "solid 0.85 noborder"
            ),
            ("today.dat", file { !isLeastOnly($0) && isGoingOn($0) }, "solid 0.35 border"),
            ("part.dat", file { isLeastOnly($0) }, "pattern 4 border"),
        ]
        var plots: [String] = []
        for (name, text, style) in parts where !text.isEmpty {
            script.file(name, text)
            plots.append(
                "'\(name)' using 1:2 with boxes linecolor rgb '\(Palette.taken)' fillstyle \(style)"
            )
            if hasExport {
                plots.append(
                    "'\(name)' using 1:(-$3) with boxes linecolor rgb '\(Palette.given)' fillstyle \(style)"
                )
            }
        }
        script.add("plot " + (plots.isEmpty ? "1/0" : plots.joined(separator: ", ")))
    }
}

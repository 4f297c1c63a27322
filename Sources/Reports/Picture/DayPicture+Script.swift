// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension DayPicture {
    /// Where the two panels stand, as parts of the picture's height.
    private struct Panel {
        let bottom: Double
        let top: Double
    }

    /// Margins as parts of the picture's width.
    static let left = 0.062
    static let right = 0.972

    /// The picture as a program for gnuplot.
    func script(width: Int, height: Int) -> PictureScript {
        var script = PictureScript(width: width, height: height)
        script.add("set lmargin at screen \(DayPicture.left)")
        script.add("set rmargin at screen \(DayPicture.right)")
        script.add("set xrange [0:\(seconds(day.end))]")
        script.add("set tics scale 0 nomirror textcolor rgb '\(Palette.quiet)'")
        script.add("set grid xtics ytics linetype 1 linecolor rgb '\(Palette.grid)' linewidth 1")
        heading(&script)
        let shown = levels.prefix(2)
        let room = 0.065
        let lowest = 0.075
        let top = 0.855
        let share = showsPower ? 0.165 : (top - lowest) / Double(max(1, shown.count)) - room
        if showsPower {
            let bottom = lowest + (share + room) * Double(shown.count)
            power(&script, in: Panel(bottom: bottom, top: top), hasTimes: shown.isEmpty)
        }
        for (index, level) in shown.enumerated() {
            let bottom = lowest + (share + room) * Double(shown.count - 1 - index)
            if showsPower || index > 0 { script.clear() }
            draw(
                level, number: index, &script, in: Panel(bottom: bottom, top: bottom + share),
                hasTimes: index == shown.count - 1)
        }
        return script
    }

    // MARK: Words

    private func heading(_ script: inout PictureScript) {
        let words = language.words
        let local = calendar.local(day.start)
        script.label(
            [PictureScript.short(name)], at: "screen \(DayPicture.left),screen 0.952", size: 19,
            colour: Palette.ink)
        var line = words.date(local)
        if let peak = extreme("import") {
            let sign = hasExport ? " ▲" : ""
            line += "  ·  " + phrase(words.highest + sign, peak, local)
        }
        if hasExport, let peak = extreme("export") {
            line += "  ·  " + phrase("▼", peak, local)
        }
        line += levelWords
        if showsPower, !hasExport, let least = extreme("import", smallest: true) {
            line += "  ·  " + phrase(words.lowest, least, local)
        }
        script.label([line], at: "screen \(DayPicture.left),screen 0.905")
        let right = "screen \(DayPicture.right),screen"
        let about = isLeastOnly ? "≥ " : ""
        if let span = total?.register("energy_import_kwh") {
            let text = words.number(span.difference, decimals: 3)
            script.label(
                ["▲ \(words.fromGrid)  \(about)\(text) kWh"], at: "\(right) 0.955", .right,
                size: 13,
                colour: Palette.taken)
        }
        if hasExport, let span = total?.register("energy_export_kwh") {
            let text = words.number(span.difference, decimals: 3)
            script.label(
                ["▼ \(words.toGrid)  \(about)\(text) kWh"], at: "\(right) 0.908", .right, size: 13,
                colour: Palette.givenInk)
        }
    }

    private func phrase(
        _ word: String, _ extreme: (value: FixedPoint, in: Period), _ today: LocalTime
    ) -> String {
        let words = language.words
        let value = "\(word) \(words.number(extreme.value, decimals: 2)) kW"
        let from = words.time(calendar.local(extreme.in.start), on: today)
        // Of a quarter-hour nobody knows the minute.
        guard extreme.in.minutes > 1 else { return "\(value) \(words.at) \(from)" }
        let isEnd = extreme.in.end == day.end
        return "\(value) \(from) – "
            + (isEnd ? "24:00" : words.time(calendar.local(extreme.in.end), on: today))
    }

    /// What came to a level that is shown alone, and what went.
    private var levelWords: String {
        guard !showsPower, let level = levels.first,
            let span = total?.sample(level.quantity.name), let gain = span.gain, let use = span.use
        else { return "" }
        let words = language.words
        let parts = [(words.gain, gain), (words.use, use)].map { word, number in
            "  ·  \(word) \(words.number(number, decimals: number.decimals)) \(level.quantity.unit)"
        }
        return parts.joined()
    }

    // MARK: Panels

    private func power(
        _ script: inout PictureScript, in panel: Panel, hasTimes: Bool
    ) {
        let silences = self.silences
        let taken = highest("import")
        let given = highest("export")
        let axis = Axis(
            below: given, above: max(taken, given > 0 ? 0 : rows.isEmpty ? 1 : 0.1),
            steps: given > 0 ? 10 : 7)
        place(&script, panel)
        times(&script, shown: hasTimes)
        for line in axis.lines(language.words, unit: "kW") { script.add(line) }
        showClockChange(&script)
        hatch(&script, silences.spans, hasCaptions: true)
        showBegin(&script, silences.begin)
        showExchanges(&script)
        script.add(
            "set arrow 1 from 0,0 to \(seconds(day.end)),0 nohead linecolor rgb '\(Palette.faint)' front"
        )
        script.file(
            "power.dat",
            curve(rows, silences) {
                [
                    DayPicture.power($0, "import"), DayPicture.power($0, "export"),
                    $0.sample("power_import_kw")?.maximum, $0.sample("power_export_kw")?.maximum,
                ]
            })
        let hasQuarters = rows.contains { $0.period.minutes > 1 }
        script.add("set style fill transparent solid 0.28 noborder")
        // In a quarter-hour the highest is far from the mean.
        var curves =
            hasQuarters
            ? ["'power.dat' using 1:4 with lines linecolor rgb '\(Palette.takenPale)' linewidth 1"]
            : []
        if hasQuarters, given > 0 {
            curves.append(
                "'power.dat' using 1:(-$5) with lines linecolor rgb '\(Palette.givenPale)' linewidth 1"
            )
        }
        curves += [
            "'power.dat' using 1:2 with filledcurves y=0 linecolor rgb '\(Palette.taken)'",
            "'power.dat' using 1:2 with lines linecolor rgb '\(Palette.taken)' linewidth 1.3",
        ]
        if given > 0 {
            curves += [
                "'power.dat' using 1:(-$3) with filledcurves y=0 linecolor rgb '\(Palette.given)'",
                "'power.dat' using 1:(-$3) with lines linecolor rgb '\(Palette.givenInk)' linewidth 1.3",
            ]
        }
        markPeaks(&script, hasGiven: given > 0)
        plot(&script, curves, isEmpty: taken == 0 && given == 0)
    }

    /// How far the axis has to reach: to the highest measured power, not only to the highest mean.
    private func highest(_ direction: String) -> Double {
        let means = rows.compactMap { DayPicture.power($0, direction)?.approximation }
        return max(means.max() ?? 0, extreme(direction)?.value.approximation ?? 0)
    }

    /// A dot at each peak that the heading names.
    private func markPeaks(_ script: inout PictureScript, hasGiven: Bool) {
        let peaks = [("import", 1.0, Palette.taken), ("export", -1.0, Palette.givenInk)]
        for (direction, side, colour) in peaks.prefix(hasGiven ? 2 : 1) {
            guard let peak = extreme(direction), peak.value.mantissa > 0 else { continue }
            let x = (seconds(peak.in.start) + seconds(peak.in.end)) / 2
            script.label(
                [""], at: "\(x),\(side * peak.value.approximation)",
                options: "front point pointtype 7 pointsize 0.8 linecolor rgb '\(colour)'")
        }
    }

    private func draw(
        _ level: LevelCurve, number: Int, _ script: inout PictureScript, in panel: Panel,
        hasTimes: Bool
    ) {
        let name = level.quantity.name
        let spans = level.rows.compactMap { $0.sample(name) }
        let capacity = level.capacity?.approximation
        let highest = max(spans.map(\.maximum.approximation).max() ?? 0, capacity ?? 0)
        let lowest = min(0, spans.map(\.minimum.approximation).min() ?? 0)
        let axis = Axis(below: -lowest, above: highest, steps: showsPower ? 2 : 7)
        place(&script, panel)
        times(&script, shown: hasTimes)
        let words = language.words
        for line in axis.lines(words, unit: level.quantity.unit) { script.add(line) }
        if showsPower {
            script.label(
                [PictureScript.short(level.name)],
                at: "screen \(DayPicture.left),screen \(panel.top + 0.022)")
        }
        if let text = levels(spans, level.quantity.unit) {
            script.label(
                [text], at: "screen \(DayPicture.right),screen \(panel.top + 0.022)", .right,
                colour: Palette.level)
        }
        let silences = Silences(in: level.rows, gaps: level.gaps, of: day, until: known)
        hatch(&script, silences.spans, hasCaptions: !showsPower)
        let file = "level\(number).dat"
        script.file(file, curve(level.rows, silences) { [$0.sample(name)?.mean] })
        script.add("set style fill transparent solid 0.25 noborder")
        let colour = "linecolor rgb '\(Palette.level)'"
        plot(
            &script,
            [
                "'\(file)' using 1:2 with filledcurves y=\(axis.bottom) \(colour)",
                "'\(file)' using 1:2 with lines \(colour) linewidth 1.3",
            ], isEmpty: spans.isEmpty)
    }

    /// The lowest, highest and last level.
    private func levels(_ spans: [SampleSpan], _ unit: String) -> String? {
        func isLower(_ left: FixedPoint, _ right: FixedPoint) -> Bool {
            left.approximation < right.approximation
        }
        guard let last = spans.last?.last, let least = spans.map(\.minimum).min(by: isLower),
            let most = spans.map(\.maximum).max(by: isLower)
        else { return nil }
        let texts = [("min ", least), ("max ", most), ("", last)].map { word, level in
            "\(word)\(language.words.number(level, decimals: level.decimals)) \(unit)"
        }
        return texts.joined(separator: "  ·  ")
    }

    /// Draws curves, or the empty panel.
    private func plot(_ script: inout PictureScript, _ curves: [String], isEmpty: Bool) {
        script.add("plot " + (isEmpty ? "1/0" : curves.joined(separator: ", ")))
    }

    // MARK: Axes

    private func place(_ script: inout PictureScript, _ panel: Panel) {
        script.add("set tmargin at screen \(panel.top)")
        script.add("set bmargin at screen \(panel.bottom)")
    }

    /// Each second hour of the local clock.
    private func times(_ script: inout PictureScript, shown: Bool) {
        var ticks: [String] = []
        var hour = day.start
        let change = clockChange
        while hour < day.end {
            let local = calendar.local(hour)
            if local.hour.isMultiple(of: 2), local.minute == 0 {
                // The hour after the clock was set back has its number for the second time.
                let text =
                    shown && hour != change ? "\(local.hour < 10 ? "0" : "")\(local.hour):00" : ""
                ticks.append("'\(text)' \(seconds(hour))")
            }
            hour.milliseconds += 3_600_000
        }
        ticks.append("'\(shown ? "24:00" : "")' \(seconds(day.end))")
        script.add("set xtics (\(ticks.joined(separator: ", ")))")
    }

    /// The moment at which the clock is changed on this day; `nil` on most days.
    private var clockChange: UTCTime? {
        let offset = calendar.local(day.start).offset
        guard calendar.local(UTCTime(milliseconds: day.end.milliseconds - 1)).offset != offset
        else { return nil }
        return calendar.periods(.quarterHour, from: day.start, to: day.end)
            .first { calendar.local($0.start).offset != offset }?.start
    }

    /// A line at which the clock jumps, with what it shows before and after.
    private func showClockChange(_ script: inout PictureScript) {
        guard let change = clockChange else { return }
        let offset = Int64(calendar.local(day.start).offset)
        // What the clock would have shown.
        let before = (change.seconds + offset) / 3_600 % 24
        let after = calendar.local(change).hour
        let x = seconds(change)
        script.add(
            "set arrow 2 from \(x),graph 0 to \(x),graph 1 nohead linecolor rgb '\(Palette.faint)' dashtype 3 back"
        )
        script.label(
            ["\(before):00 → \(after):00"], at: "\(x),graph 0.03 offset 0.7,0", size: 9)
    }

    /// A line for each moment at which the meter was exchanged.
    private func showExchanges(_ script: inout PictureScript) {
        let words = language.words
        for (index, moment) in exchanges.enumerated() {
            let x = seconds(moment)
            script.add(
                "set arrow \(index + 10) from \(x),graph 0 to \(x),graph 1 nohead "
                    + "linecolor rgb '\(Palette.ink)' dashtype 2 front")
            let time = words.time(calendar.local(moment), on: calendar.local(day.start))
            let isLate = 2 * x > seconds(day.end)
            script.label(
                ["\(words.exchanged) \(words.at) \(time)"],
                at: "\(x),graph 0.03 offset \(isLate ? "-0.9" : "0.9"),0",
                isLate ? .right : .left, size: 9, colour: Palette.ink, options: "front boxed")
        }
    }
}

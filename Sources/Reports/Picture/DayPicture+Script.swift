// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension DayPicture {
    /// Where the two panels stand, as parts of the picture's height.
    struct Panel {
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
}

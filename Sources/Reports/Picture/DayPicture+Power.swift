// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// The power from the grid and to it.
extension DayPicture {
    /// Draws the power into its panel.
    func power(
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
        hatch(&script, silences.spans, in: panel, hasCaptions: true)
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

    /// Draws curves, or the empty panel.
    func plot(_ script: inout PictureScript, _ curves: [String], isEmpty: Bool) {
        script.add("plot " + (isEmpty ? "1/0" : curves.joined(separator: ", ")))
    }
}

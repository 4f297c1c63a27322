// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// The level of a tank.
extension DayPicture {
    /// What came to a level that is shown alone, and what went.
    var levelWords: String {
        guard !showsPower, let level = levels.first,
            let span = total?.sample(level.quantity.name), let gain = span.gain, let use = span.use
        else { return "" }
        let words = language.words
        let parts = [(words.gain, gain), (words.use, use)].map { word, number in
            "  ·  \(word) \(words.number(number, decimals: number.decimals)) \(level.quantity.unit)"
        }
        return parts.joined()
    }

    /// Draws a level into its panel.
    func draw(
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
        hatch(&script, silences.spans, in: panel, hasCaptions: !showsPower)
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
}

// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// What is not known, and what is, as gnuplot takes it.
extension DayPicture {
    /// Hatches silences, and says in those that are wide enough what is known of them.
    func hatch(
        _ script: inout PictureScript, _ silences: [TimeSpan], in panel: Panel, hasCaptions: Bool
    ) {
        let width = Double(script.width) * (DayPicture.right - DayPicture.left)
        let pixel = Double(seconds(day.end)) / width
        // How far captions were written so far.
        var reached = 0.0
        for (index, silence) in silences.enumerated() {
            let from = Double(seconds(silence.start))
            // Even a short one is to be seen.
            let to = max(Double(seconds(silence.end)), from + 2 * pixel)
            let place = "from \(from),graph 0 to \(to),graph 1"
            let number = 2 * index + 1
            script.add(
                "set object \(number) rectangle \(place) fillcolor rgb '\(Palette.silence)' "
                    + "fillstyle solid 1 noborder behind")
            script.add(
                "set object \(number + 1) rectangle \(place) fillcolor rgb '\(Palette.hatching)' "
                    + "fillstyle transparent pattern 4 noborder back")
            guard hasCaptions else { continue }
            let centre = (from + to) / 2
            let lines = caption(silence)
            let needed = PictureScript.width(lines, boxed: true) * pixel
            let start = min(max(0, centre - needed / 2), Double(seconds(day.end)) - needed)
            if start >= reached, to - from > 40 * pixel {
                script.label(
                    lines, at: "\(start + needed / 2),graph 0.95", .center,
                    size: 9, options: "front boxed")
                reached = start + needed
            } else if to - from > 14 * pixel {
                // Below the caption before it, if that reaches so far.
                let half = 8 * pixel
                let top = centre - half < reached ? 0.83 : 0.97
                // Where there is no room for all, the axis tells the times.
                let room = top * (panel.top - panel.bottom) * Double(script.height)
                let whole = lines.joined(separator: "  ")
                let isLong = PictureScript.width([whole]) > room
                script.label(
                    [isLong ? lines.last ?? whole : whole], at: "\(centre),graph \(top)", .right,
                    size: 9, options: "rotate by 90 front")
                reached = max(reached, centre + half)
            }
        }
    }

    /// Says when the meter was heard for the first time of all; what is before it stays blank.
    func showBegin(_ script: inout PictureScript, _ begin: UTCTime?) {
        guard let begin else { return }
        let words = language.words
        let x = seconds(begin)
        script.add(
            "set arrow 3 from \(x),graph 0 to \(x),graph 1 nohead "
                + "linecolor rgb '\(Palette.faint)' dashtype 3 back")
        let time = words.time(calendar.local(begin), on: calendar.local(day.start))
        let isLate = 2 * x > seconds(day.end)
        script.label(
            ["\(words.first) \(words.at) \(time)"],
            at: "\(x),graph 0.95 offset \(isLate ? "-0.7" : "0.7"),0", isLate ? .right : .left,
            size: 9, options: "front boxed")
    }

    /// What stands in a silence: since when until when, and what went by unseen.
    private func caption(_ silence: TimeSpan) -> [String] {
        let words = language.words
        let local = calendar.local(day.start)
        let gap = gaps.first { $0.from < silence.end && $0.to > silence.start }
        let from = words.time(calendar.local(gap?.from ?? silence.start), on: local)
        let to = words.time(calendar.local(gap?.to ?? silence.end), on: local)
        let isEnd = gap == nil && silence.end == day.end
        var lines = ["\(words.noData) \(from) – \(isEnd ? "24:00" : to)"]
        var amounts: [String] = []
        if let taken = gap?.amounts["energy_import_kwh"] {
            amounts.append("▲ \(words.number(taken, decimals: 3)) kWh")
        }
        if let given = gap?.amounts["energy_export_kwh"], given.mantissa > 0 {
            amounts.append("▼ \(words.number(given, decimals: 3)) kWh")
        }
        if !amounts.isEmpty { lines.append(amounts.joined(separator: "  ")) }
        return lines
    }

    /// Seconds from the start of the day.
    func seconds(_ time: UTCTime) -> Int64 {
        (time.milliseconds - day.start.milliseconds) / 1_000
    }

    /// Two points a row, at its start and its end, and an empty line where there was a silence.
    func curve(
        _ rows: [SeriesRow], _ silences: Silences, _ values: (SeriesRow) -> [FixedPoint?]
    ) -> String {
        var text = ""
        var reached = day.start
        for row in rows where row.quality != .missing {
            let numbers = values(row)
            guard numbers.contains(where: { $0 != nil }) else { continue }
            if silences.touch(reached, row.period.start) { text += "\n" }
            reached = row.period.end
            let columns = numbers.map { $0.map { "\($0)" } ?? "0" }.joined(separator: " ")
            for edge in [row.period.start, row.period.end] {
                text += "\(seconds(edge)) \(columns)\n"
            }
        }
        return text
    }
}

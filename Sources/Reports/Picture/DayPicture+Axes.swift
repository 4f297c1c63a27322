// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// What stands along the time, and where.
extension DayPicture {
    func place(_ script: inout PictureScript, _ panel: Panel) {
        script.add("set tmargin at screen \(panel.top)")
        script.add("set bmargin at screen \(panel.bottom)")
    }

    /// Each second hour of the local clock.
    func times(_ script: inout PictureScript, shown: Bool) {
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
    func showClockChange(_ script: inout PictureScript) {
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
    func showExchanges(_ script: inout PictureScript) {
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

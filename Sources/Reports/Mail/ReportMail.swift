// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// The words of a report that is mailed: a short table and the pictures below it.
public struct ReportMail: Sendable {
    private let period: Period
    private let calendar: PeriodCalendar
    private let language: Language
    private let meters: [ReportedMeter]

    /// A report about a day or a month.
    public init(
        _ period: Period, calendar: PeriodCalendar, language: Language, meters: [ReportedMeter]
    ) {
        self.period = period
        self.calendar = calendar
        self.language = language
        self.meters = meters
    }

    /// The mail, ready to be sent; see ``MailMessage`` about `identifier`.
    public func message(from: String, to: [String], identifier: String, date: UTCTime)
        -> MailMessage
    {
        MailMessage(
            from: from, to: to, subject: "\(language.words.subject): \(title)",
            identifier: identifier, date: date, text: text, page: page,
            pictures: meters.compactMap(\.picture))
    }

    /// The day or month in words.
    private var title: String {
        let local = calendar.local(period.start)
        return period.resolution == .month
            ? language.words.month(local) : language.words.date(local)
    }

    // MARK: The table

    private var heads: [String] {
        let words = language.words
        return [
            words.meter, "\(words.fromGrid) (kWh)", "\(words.toGrid) (kWh)",
            "\(words.highest) (kW)", "\(words.register) (kWh)", "",
        ]
    }

    private func cells(_ meter: ReportedMeter) -> [String] {
        let words = language.words
        let taken = meter.total?.register("energy_import_kwh")
        let given = meter.total?.register("energy_export_kwh")
        func number(_ number: FixedPoint?, _ decimals: UInt8) -> String {
            number.map { words.number($0, decimals: decimals) } ?? "–"
        }
        let isSilent = meter.total.map { $0.quality == .missing } ?? true
        let quality =
            isSilent
            ? words.noData
            : meter.total?.quality == .complete ? words.complete : words.incomplete
        return [
            meter.name, number(taken?.difference, 3), number(given?.difference, 3),
            number(meter.peak, 2), number(taken?.end, 3), quality,
        ]
    }

    private var text: String {
        let rows = [heads] + meters.map(cells)
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                // Names and words begin at the left, numbers end at the right.
                return column == 0 || column == 5 ? cell + blanks : blanks + cell
            }.joined(separator: "  ")
        }
        let table = lines.map { line in
            var line = line
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
        return ([title, ""] + table).joined(separator: "\n") + "\n"
    }

    private var page: String {
        let ink = "font-family:sans-serif;font-size:14px;color:\(Palette.ink)"
        let line = "border-bottom:1px solid \(Palette.grid);padding:5px 10px"
        func cell(_ tag: String, _ text: String, _ column: Int) -> String {
            let side = column == 0 || column == 5 ? "left" : "right"
            return
                "<\(tag) style=\"\(line);text-align:\(side)\">\(ReportMail.escaped(text))</\(tag)>"
        }
        func row(_ tag: String, _ cells: [String]) -> String {
            "<tr>" + cells.enumerated().map { cell(tag, $1, $0) }.joined() + "</tr>\n"
        }
        var html = "<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\"><head>"
        html += "<meta charset=\"utf-8\"><title>\(ReportMail.escaped(title))</title></head>\n"
        html += "<body style=\"\(ink)\">\n<h1 style=\"font-size:20px;font-weight:normal\">"
        html += "\(ReportMail.escaped(title))</h1>\n"
        html += "<table style=\"border-collapse:collapse;\(ink)\">\n" + row("th", heads)
        html += meters.map { row("td", cells($0)) }.joined() + "</table>\n"
        var number = 0
        for meter in meters where meter.picture != nil {
            html += "<p><img src=\"cid:\(number)\" alt=\"\(ReportMail.escaped(meter.name))\" "
            html += "style=\"max-width:100%\"></p>\n"
            number += 1
        }
        return html + "</body></html>\n"
    }

    /// A text that HTML takes for nothing else.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}

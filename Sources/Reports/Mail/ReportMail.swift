// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// The words of a report that is mailed: a short table of the meters, one of the sensors, and the
/// pictures below.
public struct ReportMail: Sendable {
    private let period: Period
    private let calendar: PeriodCalendar
    private let language: Language
    private let meters: [ReportedMeter]
    private let levels: [ReportedLevel]

    /// A report about a day or a month.
    public init(
        _ period: Period, calendar: PeriodCalendar, language: Language, meters: [ReportedMeter],
        levels: [ReportedLevel] = []
    ) {
        self.period = period
        self.calendar = calendar
        self.language = language
        self.meters = meters
        self.levels = levels
    }

    /// The mail, ready to be sent; see ``MailMessage`` about `identifier`.
    public func message(from: String, to: [String], identifier: String, date: UTCTime)
        -> MailMessage
    {
        MailMessage(
            from: from, to: to, subject: "\(language.words.subject): \(title)",
            identifier: identifier, date: date, text: text,
            pictures: pictures.map(\.picture), page: page)
    }

    /// The day or month in words.
    private var title: String {
        let local = calendar.local(period.start)
        return period.resolution == .month
            ? language.words.month(local) : language.words.date(local)
    }

    /// The pictures with what they show.
    private var pictures: [(picture: InlinePicture, name: String)] {
        meters.compactMap { meter in meter.picture.map { ($0, meter.name) } }
            + levels.compactMap { level in level.picture.map { ($0, level.name) } }
    }

    // MARK: The tables

    /// The table of the meters and that of the sensors, if there are any.
    private var tables: [MailTable] {
        let words = language.words
        let ofMeters = MailTable(
            heads: [
                words.meter, "\(words.fromGrid) (kWh)", "\(words.toGrid) (kWh)",
                "\(words.highest) (kW)", "\(words.register) (kWh)", "",
            ], rows: meters.map(cells), words: [0, 5])
        let ofLevels = MailTable(
            heads: [words.sensor, words.level, words.gain, words.use, ""],
            rows: levels.map(cells), words: [0, 4])
        return (meters.isEmpty ? [] : [ofMeters]) + (levels.isEmpty ? [] : [ofLevels])
    }

    private func cells(_ level: ReportedLevel) -> [String] {
        let words = language.words
        let numbers = [level.span?.last, level.span?.gain, level.span?.use].map { number in
            number.map { "\(words.number($0, decimals: $0.decimals)) \(level.unit)" } ?? "–"
        }
        return [level.name] + numbers + [level.span == nil ? words.noData : ""]
    }

    private func cells(_ meter: ReportedMeter) -> [String] {
        let words = language.words
        let taken = meter.total?.register("energy_import_kwh")
        let given = meter.total?.register("energy_export_kwh")
        func number(_ number: FixedPoint?, _ decimals: UInt8) -> String {
            number.map { words.number($0, decimals: decimals) } ?? "–"
        }
        func energy(_ span: RegisterSpan?) -> String {
            (span != nil && meter.isLeastOnly ? "≥ " : "") + number(span?.difference, 3)
        }
        let isSilent = meter.total.map { $0.quality == .missing } ?? true
        let quality =
            isSilent
            ? words.noData
            : meter.total?.quality == .complete ? words.complete : words.incomplete
        return [
            meter.name, energy(taken), energy(given),
            number(meter.peak, 2), number(taken?.end, 3), quality,
        ]
    }

    /// A line for each silence that is in no row, with what went by in it, and for each exchange of a
    /// meter.
    private var notes: [String] {
        meters.flatMap { meter in meter.unseen.compactMap { note($0, of: meter) } } + exchanges
    }

    /// What a silence of a meter was; nothing where nobody knows what went by in it.
    private func note(_ gap: MissingEnergy, of meter: ReportedMeter) -> String? {
        let words = language.words
        let amounts = [("energy_import_kwh", "▲"), ("energy_export_kwh", "▼")].compactMap {
            register, sign in
            gap.amounts[register].map { "\(sign) \(words.number($0, decimals: 3)) kWh" }
        }
        guard !amounts.isEmpty else { return nil }
        let isMonth = period.resolution == .month
        let times = [gap.from, gap.to].map { moment in
            let local = calendar.local(moment)
            let clock = words.time(local, on: isMonth ? local : calendar.local(period.start))
            return isMonth ? "\(local.day).\(local.month). \(clock)" : clock
        }
        return "\(meter.name): \(words.noData) \(times[0]) – \(times[1]), "
            + "\(words.meanwhile) \(amounts.joined(separator: "  "))"
    }

    /// A line for each exchange of a meter; with the date in a report about a month.
    private var exchanges: [String] {
        let words = language.words
        return meters.flatMap { meter in
            meter.exchanges.map { moment in
                let local = calendar.local(moment)
                let date = period.resolution == .month ? " \(local.day).\(local.month)." : ""
                let time = words.time(local, on: local)
                return "\(meter.name): \(words.exchanged)\(date) \(words.at) \(time)"
            }
        }
    }

    /// The mail as plain text.
    var text: String {
        let parts = [[title]] + tables.map(\.text) + (notes.isEmpty ? [] : [notes])
        return parts.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    /// The same as a page, with the pictures at these addresses.
    private func page(_ addresses: [String]) -> String {
        let ink = "font-family:sans-serif;font-size:14px;color:\(Palette.ink)"
        var html = "<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\"><head>"
        html += "<meta charset=\"utf-8\"><title>\(ReportMail.escaped(title))</title></head>\n"
        html += "<body style=\"\(ink)\">\n<h1 style=\"font-size:20px;font-weight:normal\">"
        html += "\(ReportMail.escaped(title))</h1>\n"
        html += tables.map { $0.page(ink) }.joined(separator: "<p></p>\n")
        html += notes.map { "<p>\(ReportMail.escaped($0))</p>\n" }.joined()
        for (address, shown) in zip(addresses, pictures) {
            html += "<p><img src=\"\(address)\" alt=\"\(ReportMail.escaped(shown.name))\" "
            html += "style=\"max-width:100%\"></p>\n"
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

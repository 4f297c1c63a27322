// SPDX-License-Identifier: Apache-2.0
import Readings

extension ReportConfiguration {
    /// Reads an entry of `reports`; `nil` without a usable time and recipient.
    init?(_ field: Field, meters: [MeterConfiguration]) {
        guard let section = field.section(["at", "every", "to", "meters", "language"]) else {
            return nil
        }
        let time = section.required("at", "write at: \"06:30\"").flatMap(ReportConfiguration.time)
        every = section["every"]?.choice() ?? .day
        recipients =
            section.required("to", "write to: [owner@example.org]").map(
                ReportConfiguration.recipients) ?? []
        self.meters =
            section["meters"].map { ReportConfiguration.meters($0, among: meters) }
            ?? meters.filter(\.isEnabled).map(\.id)
        language = section["language"]?.choice() ?? .english
        guard let time, !recipients.isEmpty else { return nil }
        at = time
    }

    private static func time(_ field: Field) -> TimeOfDay? {
        guard let text = field.text() else { return nil }
        if let time = TimeOfDay(text) { return time }
        field.report(
            "'\(field.shown)' is no time of day", "write hours and minutes, such as \"06:30\"")
        return nil
    }

    private static func recipients(_ field: Field) -> [MailAddress] {
        let elements = field.elements()
        if case .list = field.node, elements.isEmpty {
            field.report("nobody would get it", "write to: [owner@example.org]")
        }
        return elements.compactMap { element in
            guard let address = MailAddress(element) else { return nil }
            // Some hosts tell capital letters before the @ apart; nobody has two such addresses.
            element.claim(
                field.path, address.text.lowercased(), remedy: "name each address once"
            ) { "'\(element.shown)' stands in \($0) already" }
            return address
        }
    }

    private static func meters(_ field: Field, among known: [MeterConfiguration]) -> [MeterID] {
        let elements = field.elements()
        if case .list = field.node, elements.isEmpty {
            field.report("there would be no meter in it", "name some, or remove the line for all")
        }
        return elements.compactMap { element in
            guard let text = element.text() else { return nil }
            if let meter = known.first(where: { $0.id.text == text }) {
                element.claim(field.path, text, remedy: "name each meter once") {
                    "'\(element.shown)' stands in \($0) already"
                }
                return meter.id
            }
            let names = known.map(\.id.text)
            let nearest = Suggestion.nearest(to: text, among: names)
            element.report(
                "there is no meter '\(element.shown)'",
                nearest.map { "did you mean '\($0)'?" }
                    ?? "the meters are \(names.joined(separator: ", "))")
            return nil
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension SeriesRetention {
    static let keys = ["minutes", "quarter_hours", "hours", "days", "months"]

    /// Reads them from the section `gateway.retention`, which may be missing.
    init(_ section: Section?) {
        func read(_ key: String, or fallback: Duration?) -> Duration? {
            guard let field = section?[key] else { return fallback }
            return field.retention(or: fallback)
        }
        minutes = read("minutes", or: .seconds(90 * 86_400))
        quarterHours = read("quarter_hours", or: nil)
        hours = read("hours", or: nil)
        days = read("days", or: nil)
        months = read("months", or: nil)
    }
}

extension Field {
    /// A duration from a day to ten years, or `nil` for the word `forever`; the fallback when it is
    /// neither, which is reported.
    fileprivate func retention(or fallback: Duration?) -> Duration? {
        if case .scalar(let scalar, _) = node, scalar.text == "forever" { return nil }
        if case .scalar(let scalar, _) = node, scalar.text.first?.isLetter == true {
            report("'\(shown)' is no duration", "write forever, or a duration such as 90d")
            return fallback
        }
        return duration(in: .seconds(86_400)...(.seconds(3_660 * 86_400))) ?? fallback
    }
}

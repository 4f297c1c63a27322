// SPDX-License-Identifier: Apache-2.0

/// A language that reports are written in, by its ISO 639-1 code.
public enum ReportLanguage: String, Sendable, Hashable, CaseIterable {
    /// English.
    case english = "en"
    /// German.
    case german = "de"
    /// French.
    case french = "fr"
    /// Luxembourgish.
    case luxembourgish = "lb"
}

extension ReportLanguage: CustomStringConvertible {
    /// Its English name.
    public var description: String {
        switch self {
        case .english: "English"
        case .german: "German"
        case .french: "French"
        case .luxembourgish: "Luxembourgish"
        }
    }
}

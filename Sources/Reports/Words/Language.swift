// SPDX-License-Identifier: Apache-2.0

/// A language of reports, by its ISO 639-1 code.
public enum Language: String, Sendable, Hashable, CaseIterable {
    /// English.
    case english = "en"
    /// German.
    case german = "de"
    /// French.
    case french = "fr"
    /// Luxembourgish.
    case luxembourgish = "lb"

    /// All that is said in it.
    var words: Words {
        switch self {
        case .english: .english
        case .german: .german
        case .french: .french
        case .luxembourgish: .luxembourgish
        }
    }
}

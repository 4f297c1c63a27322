// SPDX-License-Identifier: Apache-2.0

/// What proves the telegrams of a period; of several the weakest counts.
///
/// The raw values are the words of the telegram messages.
public enum Authentication: String, Sendable, Hashable, CaseIterable, Comparable {
    /// All tags were right.
    case verified
    /// There was a telegram in clear.
    case clear = "none"
    /// There was a telegram whose tag was absent or wrong.
    case unverified

    /// The stronger is the smaller one.
    public static func < (left: Authentication, right: Authentication) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .verified: 0
        case .clear: 1
        case .unverified: 2
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What a search for a pattern came to.
struct PatternSearch: Sendable, Hashable {
    struct Match: Sendable, Hashable {
        var range: Range<Int>
        /// The bytes of each named group, in the order of the names; `nil` for one that took no
        /// part.
        var groups: [Range<Int>?]
    }

    /// The leftmost match.
    var match: Match?
    /// Where the earliest match begins that more input could still complete or lengthen.
    var openStart: Int?
}

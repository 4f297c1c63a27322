// SPDX-License-Identifier: Apache-2.0

/// Where a text has exclamation marks: a value or key that begins at one has a tag.
///
/// The YAML library gives a quoted text the tag that `!!str` gives it, so the tag itself does not
/// say whether somebody wrote one.
struct TagMarks {
    private var places: Set<DocumentPosition> = []

    init(in text: String) {
        let scalars = text.unicodeScalars
        var line = 1
        var column = 1
        var before: Unicode.Scalar?
        for scalar in scalars {
            // libyaml ends a line at each of these.
            switch scalar {
            case "\n" where before == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                line += 1
                column = 1
            default:
                if scalar == "!" { places.insert(DocumentPosition(line: line, column: column)) }
                column += 1
            }
            before = scalar
        }
    }

    /// Whether what begins at a place has a tag.
    func contains(_ place: DocumentPosition) -> Bool { places.contains(place) }
}

// SPDX-License-Identifier: Apache-2.0

/// Where a text has aliases (`*name`): the YAML library gives the anchor's value in place of each, with
/// the anchor's place.
struct AliasMarks {
    private var marks: [(place: DocumentPosition, name: String)] = []

    init(in text: String) {
        let scalars = Array(text.unicodeScalars)
        var line = 1
        var column = 1
        var quote: Unicode.Scalar?
        var isComment = false
        var isEscaped = false
        var before: Unicode.Scalar = "\n"
        for (index, scalar) in scalars.enumerated() {
            // libyaml ends a line at each of these.
            let endsLine = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
            let startsWord = AliasMarks.startsWord(after: before)
            if let open = quote {
                if scalar == open, !isEscaped { quote = nil }
                isEscaped = open == "\"" && scalar == "\\" && !isEscaped
            } else if endsLine {
                isComment = false
            } else if !isComment, startsWord {
                switch scalar {
                case "#": isComment = true
                case "\"", "'": quote = scalar
                case "*":
                    let rest = scalars[(index + 1)...].prefix(while: AliasMarks.isOfName)
                    var name = String.UnicodeScalarView()
                    name.append(contentsOf: rest)
                    marks.append((DocumentPosition(line: line, column: column), String(name)))
                default: break
                }
            }
            if endsLine {
                if !(scalar == "\n" && before == "\r") { line += 1 }
                column = 1
            } else {
                column += 1
            }
            before = scalar
        }
    }

    /// The first alias of a name behind a place.
    func first(of name: String, after place: DocumentPosition) -> DocumentPosition? {
        marks.first { place < $0.place && $0.name == name }?.place
    }

    /// Whether a word may begin behind a character.
    private static func startsWord(after scalar: Unicode.Scalar) -> Bool {
        " \t\n\r,[{:?-\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar)
    }

    /// Whether libyaml takes a character for a part of an anchor's name.
    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar == "_" || scalar == "-"
                || ("0"..."9").contains(scalar))
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Makes a text fit to be shown in a message: one line, not long, and nothing in it that may be a
/// key or a password.
enum Redaction {
    /// Longer runs of hex digits may be part of a key.
    private static let hexLimit = 18
    private static let lengthLimit = 80

    /// The value as it was written, never as a reference filled it in.
    static func shown(_ scalar: DocumentScalar) -> String { shown(scalar.source) }

    static func shown(_ text: String) -> String {
        var result = ""
        for scalar in withoutCredentials(text).unicodeScalars.prefix(lengthLimit + 1) {
            result.unicodeScalars.append(
                scalar.properties.generalCategory.isPrintable ? scalar : "\u{FFFD}")
        }
        guard !mayHoldKey(text) else { return "…" }
        return result.unicodeScalars.count > lengthLimit
            ? String(result.unicodeScalars.prefix(lengthLimit)) + "…" : result
    }

    /// Whether a text is nothing but hex digits, about as many as a key has: 32, or 34 as some
    /// operators print it.
    static func isKey(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 != UInt8(ascii: " ") }
        return (28...36).contains(digits.count) && digits.allSatisfy(isHexDigit)
    }

    /// Whether a text holds so many hex digits in a row that part of it may be a key.
    ///
    /// An absolute path is believed to be a path: the serial numbers of some adapters are as long
    /// as a key.
    private static func mayHoldKey(_ text: String) -> Bool {
        guard !text.hasPrefix("/") else { return false }
        var run = 0
        for byte in text.utf8 {
            if isHexDigit(byte) {
                run += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: ":") {
                run = 0
            }
            if run > hexLimit { return true }
        }
        return false
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        ByteClass.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    /// A URL loses what stands before its last `@`.
    private static func withoutCredentials(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        return "…" + text[at...]
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isPrintable: Bool {
        switch self {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}

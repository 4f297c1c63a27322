// SPDX-License-Identifier: Apache-2.0
import FrameCrypto

/// The token that a client of the HTTP server must show.
///
/// At least 32 hex digits. No description shows them: a token prints as its ``fingerprint``.
public struct AccessToken: Sendable, Hashable {
    /// Longer ones gain nothing.
    static let lengths = 32...256

    private let text: String
    /// Eight hex digits that tell two tokens apart by eye and say nothing about them.
    public let fingerprint: String

    /// Reads hex digits, upper or lower case, with blanks around them; the first 32 are judged like
    /// a key and must not be all zeros.
    init(hex text: some StringProtocol) throws(KeyError) {
        var digits = Substring(text)
        while digits.first?.isWhitespace == true { digits.removeFirst() }
        while digits.last?.isWhitespace == true { digits.removeLast() }
        guard AccessToken.lengths.contains(digits.utf8.count) else {
            throw .wrongLength(digits: digits.utf8.count)
        }
        if let place = digits.utf8.enumerated().first(where: { !ByteClass.isHexDigit($0.element) })
        {
            throw .notHex(position: place.offset + 1)
        }
        fingerprint = try EncryptionKey(hex: digits.prefix(32)).fingerprint
        self.text = String(digits)
    }

    /// Whether this is the text that a client sent; takes equally long for each text of one length.
    public func matches(_ candidate: some StringProtocol) -> Bool {
        guard candidate.utf8.count == text.utf8.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(text.utf8, candidate.utf8) { difference |= left ^ right }
        return difference == 0
    }

    /// The digits themselves, for whoever must send them.
    public func reveal() -> String { text }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `token 5f1c9a02`, the fingerprint.
    public var description: String { "token \(fingerprint)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing but the fingerprint to `dump` and to debuggers.
    public var customMirror: Mirror { Mirror(self, children: ["fingerprint": fingerprint]) }
}

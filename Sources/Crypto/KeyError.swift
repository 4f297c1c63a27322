// SPDX-License-Identifier: Apache-2.0

/// Why a text is not a key; it never holds any part of that text.
public enum KeyError: Error, Sendable, Hashable {
    /// A key has 32 hex digits; this text has another number.
    case wrongLength(digits: Int)
    /// The character at this position (from 1) is no hex digit.
    case notHex(position: Int)
    /// Thirty-two zeros are no key.
    case allZero
    /// This is the public authentication key, which opens nothing by itself.
    case isPublicAuthenticationKey
}

extension KeyError: CustomStringConvertible {
    /// What is wrong and what to do, without a digit of the key.
    public var description: String {
        switch self {
        case .wrongLength(let digits):
            "expected 32 hex digits, found \(digits); copy the whole key from the grid operator's letter"
        case .notHex(let position):
            "expected 32 hex digits, but the character at position \(position) is not one of 0-9, A-F"
        case .allZero:
            "a key of zeros only is not a key; enter the one the grid operator sent"
        case .isPublicAuthenticationKey:
            "this is the public authentication key, not the meter's own; enter the key from the grid operator's letter"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The key that goes into the additional authenticated data of each frame.
///
/// Sixteen bytes. Luxembourg fixes one public key for all meters (P1 specification 1.1.3, 3.4.1);
/// Austrian meters have one each, which is secret, so none is ever printed.
public struct AuthenticationKey: Sendable, Hashable {
    let bytes: [16 of UInt8]

    /// The published key of all Luxembourg meters.
    public static let luxembourg = AuthenticationKey(counting: ())

    /// Reads 32 hex digits, or 34 that begin with the security control byte 30.
    public init(hex text: some StringProtocol) throws(KeyError) {
        var digits = Substring(text)
        while let last = digits.last, last.isWhitespace { digits.removeLast() }
        while let first = digits.first, first.isWhitespace { digits.removeFirst() }
        if digits.utf8.count == 34, digits.hasPrefix("30") { digits = digits.dropFirst(2) }
        bytes = try HexDigits.key(digits)
    }

    /// 00 11 22 … FF.
    private init(counting: Void) {
        var key = [16 of UInt8](repeating: 0)
        for index in 0..<16 { key[index] = UInt8(index * 0x11) }
        bytes = key
    }

    /// Two keys are equal when all their bytes are.
    public static func == (left: AuthenticationKey, right: AuthenticationKey) -> Bool {
        var difference: UInt8 = 0
        for index in 0..<16 { difference |= left.bytes[index] ^ right.bytes[index] }
        return difference == 0
    }

    /// Hashes all bytes.
    public func hash(into hasher: inout Hasher) {
        for index in 0..<16 { hasher.combine(bytes[index]) }
    }
}

extension AuthenticationKey: CustomStringConvertible, CustomReflectable {
    /// Says only whether it is the published key.
    public var description: String {
        self == .luxembourg ? "Luxembourg's published key" : "a key of its own"
    }

    /// Shows no bytes to `dump` and to debuggers.
    public var customMirror: Mirror { Mirror(self, children: [:] as KeyValuePairs<String, Any>) }
}

// SPDX-License-Identifier: Apache-2.0

/// The name a meter puts into each sealed frame, in clear; with the frame counter it is the nonce.
///
/// Up to eight bytes, eight in every meter known. Luxembourg's meters follow IDIS: three letters of
/// the maker, one byte device type, four bits function type, 28 bits serial number.
public struct SystemTitle: Sendable, Hashable {
    /// The bytes, left-aligned in 64 bits.
    let packed: UInt64
    /// How many bytes there are, 0 to 8.
    public let count: Int

    /// Takes the first `count` bytes (at most eight) of a frame from `start`.
    init(_ bytes: Span<UInt8>, at start: Int, count: Int) {
        var packed: UInt64 = 0
        for index in 0..<count { packed |= UInt64(bytes[start + index]) << UInt64(56 - 8 * index) }
        self.packed = packed
        self.count = count
    }

    /// Makes a title of eight bytes, the first one in the highest byte.
    public init(_ bigEndian: UInt64) {
        packed = bigEndian
        count = 8
    }

    /// Reads sixteen hex digits; `nil` for any other text.
    public init?(hex: String) {
        guard hex.utf8.count == 16, hex.utf8.allSatisfy({ ASCII.hexValue($0) != nil }),
            let packed = UInt64(hex, radix: 16)
        else { return nil }
        self.init(packed)
    }

    /// The byte at a position, from 0.
    public func byte(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: packed >> UInt64(56 - 8 * index))
    }

    /// All bytes in upper-case hex, `534147677001BD54`.
    public var hex: String {
        (0..<count).map { index in
            let text = String(byte(index), radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// The end of the title for health and logs, `…BD54`: enough to tell five meters apart, not
    /// enough to name one.
    public var lastFour: String { "…" + hex.suffix(4) }

    /// Whether the first three bytes are letters, as every maker's flag is.
    var beginsWithMaker: Bool {
        count == 8 && (0..<3).allSatisfy { ASCII.isLetter(byte($0)) }
    }

    /// The meter's own name as 0-0:42.0.0 prints it, `SAG1030700114004`; `nil` when no maker's
    /// letters lead.
    ///
    /// It is known before any key is: maker, device type in three digits, function type in two,
    /// serial in eight.
    public var identity: String? {
        guard beginsWithMaker else { return nil }
        let maker = String(decoding: (0..<3).map(byte), as: UTF8.self)
        let number = UInt32(truncatingIfNeeded: packed)
        return maker + digits(UInt32(byte(3)), 3) + digits(number >> 28, 2)
            + digits(number & 0x0FFF_FFFF, 8)
    }

    private func digits(_ number: UInt32, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}

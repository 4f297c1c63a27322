// SPDX-License-Identifier: Apache-2.0

/// What a telegram's own checksum says of it.
public enum CRCCheck: Sendable, Hashable {
    /// Right, as CRC-16/ARC, which the standard asks for.
    case arc
    /// Right, as CRC-16/X-25, which a few meters send.
    case x25
    /// Wrong by both rules.
    case wrong
    /// The telegram carries none.
    case absent

    /// Whether a checksum was there and right.
    public var isValid: Bool { self == .arc || self == .x25 }

    /// The word for it in JSON.
    public var word: String {
        switch self {
        case .arc, .x25: "valid"
        case .wrong: "wrong"
        case .absent: "absent"
        }
    }
}

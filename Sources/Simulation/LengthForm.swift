// SPDX-License-Identifier: Apache-2.0

/// How the length of a sealed frame is written down (BER).
///
/// Luxembourg meters send 82 and two octets; a reader must take all of them, longer ones than
/// needed too.
public enum LengthForm: Sendable, Hashable, CaseIterable {
    /// The fewest octets that hold it.
    case shortest
    /// One octet below 80: the length itself.
    case short
    /// 81 and one octet.
    case one
    /// 82 and two octets.
    case two
    /// 83 and three octets.
    case three
    /// 84 and four octets.
    case four

    /// The octets for a length; `nil` when the form cannot hold it.
    public func octets(for length: Int) -> [UInt8]? {
        func behind(_ count: Int) -> [UInt8]? {
            guard length < 1 << (8 * count) else { return nil }
            return [0x80 | UInt8(count)]
                + (1...count).map { UInt8(length >> (8 * (count - $0)) & 0xFF) }
        }
        switch self {
        case .shortest:
            return [.short, .one, .two, .three, .four].lazy.compactMap { (form: LengthForm) in
                form.octets(for: length)
            }.first
        case .short: return length < 0x80 ? [UInt8(length)] : nil
        case .one: return behind(1)
        case .two: return behind(2)
        case .three: return behind(3)
        case .four: return behind(4)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What can be wrong, or unusual, with one frame.
enum FrameFault: String, Sendable, Hashable, CaseIterable {
    /// One bit of the tag is turned round; in clear, one digit of the checksum.
    case badTag = "bad_tag"
    /// The telegram's own checksum is wrong, the tag right.
    case badChecksum = "bad_crc"
    /// One byte is missing.
    case loseByte = "lose_byte"
    /// One byte is too many.
    case insertByte = "insert_byte"
    /// One bit is turned round.
    case flipBit = "flip_bit"
    /// The end is missing.
    case truncate
    /// It comes in one write with the next one.
    case glue
    /// It carries a message of 1,024 characters, 2,048 hex digits.
    case longMessage = "long_message"
    /// Its clock shows 02:59:50, ten seconds before summer time ends.
    case summerEnds = "dst_summer"
    /// Its clock shows 02:00:00, the second summer time has ended.
    case winterBegins = "dst_winter"

    /// What the line makes of a frame; the same bytes where the fault is not one of the line.
    func damaged(_ bytes: [UInt8], sealed: Bool, random: inout SeededRandom) -> [UInt8] {
        guard bytes.count > 2 else { return bytes }
        var bytes = bytes
        switch self {
        case .badTag where sealed:
            bytes[bytes.count - 1 - random.below(12)] ^= 1 << UInt8(random.below(8))
        case .badTag:
            // The last digit of the checksum stands before the line end.
            bytes[bytes.count - 3] = bytes[bytes.count - 3] == UInt8(ascii: "0") ? 0x31 : 0x30
        case .loseByte:
            bytes.remove(at: random.below(bytes.count - 1))
        case .insertByte:
            // Another byte than the one it pushes on, so that no prefix is the whole frame.
            let position = random.below(bytes.count)
            bytes.insert(bytes[position] ^ UInt8(1 + random.below(255)), at: position)
        case .flipBit:
            bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
        case .truncate:
            bytes.removeLast(bytes.count - 1 - random.below(bytes.count - 2))
        case .badChecksum, .glue, .longMessage, .summerEnds, .winterBegins:
            break
        }
        return bytes
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Where a telegram begins and ends in its text, and what its checksum says.
public struct TelegramEnvelope: Sendable, Hashable {
    /// Position of the `/`.
    public let start: Int
    /// Position of the `!`.
    public let mark: Int
    /// What the checksum behind the mark says.
    public let check: CRCCheck

    /// Finds both ends of a telegram and checks its CRC; `nil` when the text is not framed like
    /// one.
    ///
    /// Line ends may stand before the `/`; up to four hex digits, line ends, blanks and zero bytes
    /// behind the `!`.
    public init?(_ text: Span<UInt8>) {
        guard let start = TelegramEnvelope.start(of: text),
            let (mark, digits) = TelegramEnvelope.mark(of: text)
        else { return nil }
        self.start = start
        self.mark = mark
        guard digits > 0 else {
            check = .absent
            return
        }
        var sent: UInt16 = 0
        for index in 1...digits {
            sent = sent << 4 | UInt16(ASCII.hexValue(text[mark + index]) ?? 0)
        }
        let covered = text.extracting(start..<(mark + 1))
        if CRC16.arc(covered) == sent {
            check = .arc
        } else {
            check = CRC16.x25(covered) == sent ? .x25 : .wrong
        }
    }

    /// Whether the text begins as a telegram does: `/` and three letters, line ends before them
    /// allowed.
    public static func begins(_ text: Span<UInt8>) -> Bool {
        guard let start = start(of: text), start + 4 <= text.count else { return false }
        return (1...3).allSatisfy { ASCII.isLetter(text[start + $0]) }
    }

    private static func start(of text: Span<UInt8>) -> Int? {
        var index = 0
        while index < text.count, ASCII.isLineEnd(text[index]) { index += 1 }
        return index < text.count && text[index] == ASCII.slash ? index : nil
    }

    /// The last `!` behind a line end or a bracket with no more on its line than up to four hex
    /// digits, and how many those are.
    ///
    /// A gateway may have put lines of its own behind the telegram, so it need not be the last `!`
    /// of all.
    private static func mark(of text: Span<UInt8>) -> (mark: Int, digits: Int)? {
        var end = text.count
        while let mark = ByteSearch.last(ASCII.mark, in: text, to: end) {
            end = mark
            guard mark > 0, ASCII.isLineEnd(text[mark - 1]) || text[mark - 1] == ASCII.close else {
                continue
            }
            var index = mark + 1
            while index < text.count, index <= mark + 4, ASCII.hexValue(text[index]) != nil {
                index += 1
            }
            let digits = index - mark - 1
            while index < text.count, isFiller(text[index]), !ASCII.isLineEnd(text[index]) {
                index += 1
            }
            if index == text.count || ASCII.isLineEnd(text[index]) { return (mark, digits) }
        }
        return nil
    }

    private static func isFiller(_ byte: UInt8) -> Bool {
        ASCII.isLineEnd(byte) || byte == 0 || byte == ASCII.space
    }
}

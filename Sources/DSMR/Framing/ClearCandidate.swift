// SPDX-License-Identifier: Apache-2.0

/// A clear telegram of which the header line has been seen but not yet the end.
///
/// ```
/// "/" XXX Z ident CRLF  line*  "!" [crc] CRLF
/// ```
struct ClearCandidate: Sendable, Hashable {
    /// Stream offset of its `/`.
    let start: Int
    /// Stream offset of the line end behind its header line.
    let headerEnd: Int
    /// Stream offset of the first byte that has not been looked at.
    var scan: Int

    init(start: Int, headerEnd: Int) {
        self.start = start
        self.headerEnd = headerEnd
        scan = headerEnd
    }

    /// Longest header line, `/` included; sixteen characters are usual, 27 have been seen.
    static let headerLimit = 96

    /// What a look at some bytes can tell.
    enum Finding: Equatable {
        /// No.
        case nothing
        /// Yes, and it ends here.
        case found(end: Int)
        /// The bytes end before this can be told.
        case needsMore
    }

    /// Whether a header line stands at `start`: `/`, three letters, a line end, no bracket before
    /// it.
    ///
    /// No bracket may be in it, so that a `/` inside a message never looks like the start of a
    /// telegram.
    static func headerLine(_ bytes: Span<UInt8>, from start: Int, limit: Int) -> Finding {
        for index in (start + 1)..<min(limit, start + headerLimit) {
            let byte = bytes[index]
            if index <= start + 3 {
                guard ASCII.isLetter(byte) else { return .nothing }
            } else if ASCII.isLineEnd(byte) {
                return .found(end: index)
            } else if byte == ASCII.open || byte == ASCII.close
                || (byte < ASCII.space && byte != 0x02)
            {
                return .nothing
            }
        }
        return start + headerLimit <= limit ? .nothing : .needsMore
    }

    /// Whether the `!` at `mark` ends a telegram, and where that is: behind checksum and line end.
    ///
    /// The mark stands at the start of a line or right behind a bracket; up to four hex digits
    /// follow, then a line end, a blank or a zero byte; behind all four also the next frame, whose
    /// line end was lost. A mark inside a text is none of this.
    static func tail(_ bytes: Span<UInt8>, mark: Int, limit: Int, isLast: Bool) -> Finding {
        guard mark > 0, ASCII.isLineEnd(bytes[mark - 1]) || bytes[mark - 1] == ASCII.close else {
            return .nothing
        }
        var next = mark + 1
        while next < limit, next <= mark + 4, ASCII.hexValue(bytes[next]) != nil { next += 1 }
        guard next < limit else { return isLast ? .found(end: next) : .needsMore }
        switch bytes[next] {
        case ASCII.lineFeed: return .found(end: next + 1)
        case ASCII.carriageReturn:
            guard next + 1 < limit else { return isLast ? .found(end: next + 1) : .needsMore }
            return .found(end: bytes[next + 1] == ASCII.lineFeed ? next + 2 : next + 1)
        case 0, ASCII.space: return .found(end: next)
        case 0xDB where next == mark + 5, ASCII.slash where next == mark + 5:
            return .found(end: next)
        default: return .nothing
        }
    }

    /// Whether a sealed frame without its `DB` follows the header line, as one Polish meter type
    /// sends.
    ///
    /// `/EGM5G35 CRLF CRLF 00 82 hi lo …`: nobody knows how to open it, so it is named and passed
    /// over.
    static func sealedEnvelope(_ bytes: Span<UInt8>, from header: Int, limit: Int) -> Finding {
        var next = header
        while next < limit, ASCII.isLineEnd(bytes[next]) { next += 1 }
        guard next < limit else { return .needsMore }
        guard bytes[next] == 0 else { return .nothing }
        guard next + 1 < limit else { return .needsMore }
        guard bytes[next + 1] == 0x82 else { return .nothing }
        guard next + 4 <= limit else { return .needsMore }
        let length = Int(bytes[next + 2]) << 8 | Int(bytes[next + 3])
        return .found(end: next + 4 + length + "!FFFF\r\n".utf8.count)
    }
}

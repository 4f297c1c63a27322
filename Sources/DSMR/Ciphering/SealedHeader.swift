// SPDX-License-Identifier: Apache-2.0

/// The head of a general-glo-ciphering frame: what it says of itself before anything is proved.
///
/// ```
/// DB n | system title ×n | BER length | control | counter ×4 | payload … | tag ×12 if control & 10
/// ```
/// The length counts the five bytes of control and counter, the payload and the tag (Luxembourg P1
/// specification 1.1.3, 3.2.5). All positions count from the frame's first byte.
public struct SealedHeader: Sendable, Hashable {
    /// Who says to have sent the frame.
    public let title: SystemTitle
    /// How the frame is protected.
    public let control: SecurityControl
    /// The frame's number.
    public let counter: FrameCounter
    /// Where the payload begins.
    public let payloadStart: Int
    /// Bytes of the whole frame, tag included.
    public let total: Int

    /// Bytes of the tag: 12 or none.
    public var tagCount: Int { control.isAuthenticated ? 12 : 0 }
    /// Where the payload ends and the tag begins.
    public var payloadEnd: Int { total - tagCount }

    /// Makes the head that a sender writes: an eight-byte title, the length in `82 hi lo`.
    public init(
        title: SystemTitle, control: SecurityControl, counter: FrameCounter, payloadCount: Int
    ) {
        self.title = title
        self.control = control
        self.counter = counter
        payloadStart = 18
        total = 18 + payloadCount + (control.isAuthenticated ? 12 : 0)
    }

    private init(
        title: SystemTitle, control: SecurityControl, counter: FrameCounter, payloadStart: Int,
        total: Int
    ) {
        self.title = title
        self.control = control
        self.counter = counter
        self.payloadStart = payloadStart
        self.total = total
    }

    /// What the bytes from a `DB` on turn out to be.
    enum Finding {
        /// A head; the frame may still prove false.
        case header(SealedHeader)
        /// No head: `DB` by chance.
        case nothing
        /// It begins like a head but cannot be one; `announced` bytes belong to it, `seen` told it.
        case malformed(announced: Int, seen: Int)
        /// A head whose frame is longer than we take.
        case oversize(SealedHeader)
        /// The bytes end before this can be told.
        case needsMore
    }

    /// Judges the bytes from `start` (a `DB`), looking at none at or behind `limit`.
    ///
    /// All BER forms of the length are read, longer ones than needed too; 80 and above 84 are
    /// refused (ITU-T X.690, 8.1.3). Malformed and oversize heads count as such only behind a
    /// maker's letters: in noise they are chance.
    static func judge(_ bytes: Span<UInt8>, from start: Int, limit: Int, maximum: Int) -> Finding {
        guard start + 2 <= limit else { return .needsMore }
        let titleCount = Int(bytes[start + 1])
        guard titleCount <= 8 else { return .nothing }
        var next = start + 2 + titleCount
        guard next < limit else { return .needsMore }
        let title = SystemTitle(bytes, at: start + 2, count: titleCount)
        func malformed(_ announced: Int) -> Finding {
            title.beginsWithMaker ? .malformed(announced: announced, seen: next - start) : .nothing
        }
        var length = Int(bytes[next])
        next += 1
        if length >= 0x80 {
            let octets = length - 0x80
            guard (1...4).contains(octets) else { return malformed(next - start) }
            guard next + octets <= limit else { return .needsMore }
            length = 0
            for _ in 0..<octets {
                length = length << 8 | Int(bytes[next])
                next += 1
            }
        }
        guard length > 5 else { return malformed(next - start + length) }
        guard next < limit else { return .needsMore }
        let control = SecurityControl(bytes[next])
        let total = next - start + length
        guard control.isPlausible else { return malformed(min(total, maximum)) }
        guard length > 5 + (control.isAuthenticated ? 12 : 0) else { return malformed(total) }
        guard next + 5 <= limit else { return .needsMore }
        var counter: UInt32 = 0
        for index in 1...4 { counter = counter << 8 | UInt32(bytes[next + index]) }
        let header = SealedHeader(
            title: title, control: control, counter: FrameCounter(counter),
            payloadStart: next + 5 - start,
            total: total)
        if total > maximum { return title.beginsWithMaker ? .oversize(header) : .nothing }
        return .header(header)
    }

    /// The nonce: system title ‖ frame counter, twelve bytes with a title of eight.
    public func nonce(into bytes: inout [12 of UInt8]) -> Int {
        for index in 0..<title.count { bytes[index] = title.byte(index) }
        for index in 0..<4 {
            bytes[title.count + index] = UInt8(
                truncatingIfNeeded: counter.value >> UInt32(24 - 8 * index))
        }
        return title.count + 4
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How a line of the telegram before began, and which code that is.
///
/// A meter sends the same list in the same order every time, so the code of line n is most often
/// the one of line n before: two comparisons of eight bytes each tell.
struct LineStart: Sendable {
    /// How many bytes are looked at: the code and the byte behind it.
    static let reach = 16

    private var first: UInt64 = 0
    private var second: UInt64 = 1
    private var mask: UInt64 = 0
    /// The code that stands there, as `OBISCode` packs it.
    private(set) var code: UInt64 = 0
    /// How many bytes it has as sent.
    private(set) var length = 0

    /// The beginning of no line.
    init() {}

    /// Remembers the code whose `length` bytes begin at `p`; one too long to be compared is not
    /// remembered.
    init(_ p: UnsafePointer<UInt8>, length: Int, code: UInt64) {
        // The shortest, `1-0:1.8.0`, has nine bytes: the first eight always count whole.
        guard length > 8, length < LineStart.reach else { return }
        mask = ~0 &>> UInt64(truncatingIfNeeded: (LineStart.reach - 1 - length) * 8)
        (first, second) = unsafe LineStart.words(p)
        second &= mask
        self.code = code
        self.length = length
    }

    /// Whether the line at `p` begins like this; sixteen bytes from there must lie in memory.
    @inline(__always)
    func begins(_ p: UnsafePointer<UInt8>) -> Bool {
        let (first, second) = unsafe LineStart.words(p)
        return first == self.first && second & mask == self.second
    }

    @inline(__always)
    private static func words(_ p: UnsafePointer<UInt8>) -> (UInt64, UInt64) {
        let words = unsafe UnsafeRawPointer(p)
        return unsafe (
            UInt64(littleEndian: words.loadUnaligned(as: UInt64.self)),
            UInt64(littleEndian: words.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}

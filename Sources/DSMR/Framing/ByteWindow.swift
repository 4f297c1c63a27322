// SPDX-License-Identifier: Apache-2.0

/// The bytes at the end of a stream, found again by their offset in the stream.
///
/// Memory grows with what has to stay, up to a limit, and is moved only when it is full.
struct ByteWindow: Sendable {
    /// The bytes, that at stream offset ``base`` first; those from ``end`` on mean nothing.
    private(set) var bytes: [UInt8]
    /// Stream offset of the first byte.
    private(set) var base = 0
    /// Stream offset behind the last byte.
    private(set) var end = 0
    /// The most bytes of memory.
    private let limit: Int

    /// An empty window at the beginning of a stream, with room for so many bytes at first.
    init(room: Int, limit: Int) {
        bytes = [UInt8](repeating: 0, count: room)
        self.limit = limit
    }

    /// The byte at a stream offset.
    subscript(offset: Int) -> UInt8 { bytes[offset - base] }

    /// Where the byte at a stream offset stands in ``bytes``.
    func index(_ offset: Int) -> Int { offset - base }

    /// The stream offset of a place in ``bytes``.
    func offset(_ index: Int) -> Int { index + base }

    /// Where a stretch of the stream stands in ``bytes``.
    func range(_ start: Int, _ end: Int) -> Range<Int> { (start - base)..<(end - base) }

    /// The stream offset of the first such byte in a stretch.
    func find(_ byte: UInt8, from: Int, to: Int) -> Int? {
        ByteSearch.first(byte, in: bytes.span, from: from - base, to: to - base).map { $0 + base }
    }

    /// Takes the next bytes of the stream; what stands before `keep` may go.
    ///
    /// What stays and what comes must fit into the limit together.
    mutating func append(_ chunk: Span<UInt8>, keepingFrom keep: Int) {
        if keep == end {
            base = end
        } else if end - base + chunk.count > bytes.count {
            makeRoom(for: chunk.count, keepingFrom: keep)
        }
        let at = end - base
        unsafe chunk.withUnsafeBytes { source in
            unsafe bytes.withUnsafeMutableBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: $0[at...]).copyMemory(from: source)
            }
        }
        end += chunk.count
    }

    /// Moves what stays to the front, into more memory where it would fill more than half with what
    /// comes: so that it is moved seldom.
    private mutating func makeRoom(for new: Int, keepingFrom keep: Int) {
        let count = end - keep
        var size = bytes.count
        while count + new > size / 2, size < limit { size = min(2 * size, limit) }
        if size > bytes.count { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
        let from = keep - base
        unsafe bytes.withUnsafeMutableBytes {
            unsafe $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[from..<from + count]))
        }
        base = keep
    }
}

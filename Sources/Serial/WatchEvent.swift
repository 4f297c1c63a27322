// SPDX-License-Identifier: Apache-2.0

/// What inotify says of a watched directory.
struct WatchEvent {
    /// The directory's watch.
    let watch: Int32
    /// What happened.
    let mask: UInt32
    /// To which name in it.
    let name: String

    /// Bytes of an event before its name.
    private static let headerSize = 16

    /// The event that begins at `start`, which moves behind it; `nil` at the end.
    ///
    /// Each is: watch (4 bytes) | mask (4) | cookie (4) | room (4) | name, filled up with NUL
    /// (room)
    init?(in events: Span<UInt8>, at start: inout Int) {
        guard start + WatchEvent.headerSize <= events.count else { return nil }
        watch = Int32(bitPattern: WatchEvent.number(in: events, at: start))
        mask = WatchEvent.number(in: events, at: start + 4)
        let room = Int(WatchEvent.number(in: events, at: start + 12))
        let text = start + WatchEvent.headerSize
        start = min(text + room, events.count)
        name = WatchEvent.text(in: events, at: text..<start)
    }

    /// A number in this machine's byte order.
    private static func number(in events: Span<UInt8>, at start: Int) -> UInt32 {
        let bytes = (0..<4).map { UInt32(events[start + $0]) << ($0 * 8) }
        return UInt32(littleEndian: bytes.reduce(0, |))
    }

    private static func text(in events: Span<UInt8>, at range: Range<Int>) -> String {
        String(decoding: range.map { events[$0] }.prefix { $0 != 0 }, as: UTF8.self)
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport

/// What the tests of framing share: frames that a judge without a key can tell from false ones.
enum Framing {
    static let title: [UInt8] = [0x54, 0x53, 0x54, 0x67, 0x70, 0x00, 0x10, 0x01]

    /// Eighteen bytes that begin a frame and announce a length.
    static func head(length: Int, control: UInt8 = 0x30, counter: UInt32 = 7) -> [UInt8] {
        let size = [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
        let number = (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
        return [0xDB, 8] + title + [0x82] + size + [control] + number
    }

    /// A frame that the judge accepts: its tag repeats the CRC of all bytes before.
    static func frame(_ payload: [UInt8], counter: UInt32 = 7) -> [UInt8] {
        let bytes = head(length: payload.count + 17, counter: counter) + payload
        let checksum = CRC16.arc(bytes.span)
        let pair = [UInt8(checksum >> 8), UInt8(truncatingIfNeeded: checksum)]
        return bytes + (0..<6).flatMap { _ in pair }
    }

    /// All events of a stream that arrives in pieces and then falls silent.
    static func events(_ pieces: [[UInt8]]) -> [FramingEvent] {
        var accumulator = FrameAccumulator()
        var judge = ChecksumJudge()
        var events: [FramingEvent] = []
        for piece in pieces {
            var start = 0
            while start < piece.count {
                let stop = min(piece.count, start + FrameAccumulator.appendLimit)
                accumulator.append(piece.span.extracting(start..<stop))
                while let event = accumulator.next(&judge) { events.append(event) }
                start = stop
            }
        }
        accumulator.gap()
        while let event = accumulator.next(&judge) { events.append(event) }
        return events
    }

    static func events(_ stream: [UInt8]) -> [FramingEvent] { events([stream]) }

    /// Where the accepted frames lie.
    static func frames(_ events: [FramingEvent]) -> [Range<Int>] {
        events.compactMap { event in
            if case .frame(let offset, let length) = event {
                offset..<(offset + length)
            } else {
                nil
            }
        }
    }

    /// The discarded stretches as `reason offset+length`.
    static func discarded(_ events: [FramingEvent]) -> [String] {
        events.compactMap { event in
            guard case .discarded(let stretch) = event else { return nil }
            return "\(stretch.reason.rawValue) \(stretch.offset)+\(stretch.length)"
        }
    }

    /// Whether an event is a false head that announces a payload in clear.
    static func isHeadOfText(_ event: FramingEvent) -> Bool {
        guard case .discarded(let stretch) = event else { return false }
        return stretch.header?.control.isEncrypted == false
    }

    /// Whether the events follow each other without a hole from 0 to the end.
    static func covers(_ events: [FramingEvent], _ count: Int) -> Bool {
        var next = 0
        for event in events {
            let (offset, length) =
                switch event {
                case .frame(let offset, let length): (offset, length)
                case .discarded(let stretch): (stretch.offset, stretch.length)
                }
            guard offset == next, length > 0 else { return false }
            next += length
        }
        return next == count
    }
}

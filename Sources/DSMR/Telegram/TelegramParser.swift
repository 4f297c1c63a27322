// SPDX-License-Identifier: Apache-2.0
internal import Readings

/// Reads the lines of a telegram in one pass, bytes in, numbers and times out.
///
/// ```
/// line  = A "-" B ":" C "." D "." E [("." | "*") F]  group+
/// group = "(" value ["*" unit] ")"
/// ```
/// Blanks before a bracket, doubled brackets, values on the next line and profiles over several
/// lines are read; a line that follows no rule is reported and passed over. Storage is reused:
/// allocated is only where a telegram needs more of it than any before, and for the faults of lines.
public enum TelegramParser {
    /// Reads the first `count` bytes of the telegram's text; `false` when they are not framed as a
    /// telegram or hold lines of which none is a data object.
    ///
    /// `winterOffset` is the seconds that local standard time is ahead of UTC: 3600 in Luxembourg.
    public static func parse(
        _ telegram: inout Telegram, count: Int, envelope: TelegramEnvelope,
        winterOffset: Int64 = 3_600
    ) -> Bool {
        telegram.textCount = count
        telegram.check = envelope.check
        telegram.faults.removeAll(keepingCapacity: true)
        let needed = envelope.mark + Telegram.readAhead
        if telegram.text.count < needed {
            telegram.text += [UInt8](repeating: 0, count: needed - telegram.text.count)
        }
        while true {
            let objects = telegram.objectStore.count
            let values = telegram.valueStore.count
            let isComplete = unsafe telegram.text.withUnsafeBufferPointer { text in
                unsafe telegram.objectStore.withUnsafeMutableBufferPointer { objectRoom in
                    unsafe telegram.starts.withUnsafeMutableBufferPointer { starts in
                        unsafe telegram.valueStore.withUnsafeMutableBufferPointer { valueRoom in
                            guard let text = text.baseAddress,
                                let objectRoom = objectRoom.baseAddress,
                                let starts = starts.baseAddress,
                                let valueRoom = valueRoom.baseAddress
                            else { return false }
                            var lines = unsafe LineReader(
                                text: text, end: envelope.mark, objects: objectRoom,
                                starts: starts, objectLimit: objects,
                                values: ValueReader(
                                    text: text, end: envelope.mark, values: valueRoom,
                                    limit: values, winterOffset: winterOffset))
                            unsafe lines.run(from: envelope.start)
                            unsafe telegram.headerRange = envelope.start..<lines.headerEnd
                            unsafe telegram.objectCount = lines.objectCount
                            unsafe telegram.valueCount = lines.valueCount
                            unsafe telegram.time = lines.clock.map { UTCTime(seconds: $0) }
                            if unsafe lines.faultCount > 0 {
                                unsafe telegram.faults = lines.faults()
                            }
                            return unsafe !lines.isFull
                        }
                    }
                }
            }
            if isComplete { break }
            telegram.grow()
            telegram.faults.removeAll(keepingCapacity: true)
        }
        return telegram.objectCount > 0 || telegram.faults.isEmpty
    }
}

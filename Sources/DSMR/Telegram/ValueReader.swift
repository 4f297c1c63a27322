// SPDX-License-Identifier: Apache-2.0

/// Reads the values behind a code; it writes into storage that the caller owns and never beyond its
/// end.
@unsafe
struct ValueReader {
    private let text: UnsafePointer<UInt8>
    private let end: Int
    private let values: UnsafeMutablePointer<DataValue>
    private let limit: Int
    private let winterOffset: Int64
    /// Whether no line behind closes a profile, so that none need be looked for again.
    private var endsNoProfile = false

    /// How many values have been written.
    private(set) var count = 0
    /// Whether the storage was too small; the result is then of no use.
    private(set) var isFull = false

    init(
        text: UnsafePointer<UInt8>, end: Int, values: UnsafeMutablePointer<DataValue>, limit: Int,
        winterOffset: Int64
    ) {
        unsafe self.text = text
        unsafe self.end = end
        unsafe self.values = values
        unsafe self.limit = limit
        unsafe self.winterOffset = winterOffset
    }

    /// A value that has been written.
    @inline(__always)
    subscript(index: Int) -> DataValue { unsafe values[index] }

    /// Forgets the values of a line that turned out to be broken.
    @inline(__always)
    mutating func keep(first count: Int) { unsafe self.count = count }

    /// Reads the groups up to the end of the line; `nil` when they are broken.
    @inline(__always)
    mutating func groups(from start: Int) -> Int? {
        let (text, end) = unsafe (text, end)
        var at = start
        while unsafe text[at] == ASCII.open {
            guard unsafe count < limit else {
                unsafe isFull = true
                return at
            }
            at &+= 1
            if unsafe !ASCII.isDigit(text[at]) {
                if unsafe text[at] == ASCII.open { at &+= 1 }
                if unsafe ASCII.isLineEnd(text[at]) { return unsafe profile(from: at) }
            }
            guard let close = unsafe value(from: at) else { return nil }
            at = close &+ 1
            while unsafe text[at] == ASCII.close || text[at] == ASCII.space { at &+= 1 }
        }
        return unsafe at >= end || ASCII.isLineEnd(text[at]) ? at : nil
    }

    /// Reads one value up to its bracket and returns the bracket's position; `nil` when the line
    /// ends before it.
    @inline(__always)
    private mutating func value(from start: Int) -> Int? {
        let (text, end) = unsafe (text, end)
        let number = unsafe LeadingNumber(text, at: start)
        let isNumber = number.isNumber
        var at = number.end
        var kind = isNumber ? DataValue.Kind.number : .text
        var unit = Unit.none
        var payload = number.mantissa
        if isNumber, unsafe text[at] == ASCII.close {
            // The usual count or state.
        } else if isNumber, let known = unsafe Unit.starred(text, at: at) {
            // The usual quantity.
            (unit, at) = known
        } else {
            while unsafe text[at] != ASCII.close {
                guard at < end, unsafe !ASCII.isLineEnd(text[at]) else { return nil }
                at &+= 1
            }
            kind = .text
            if at &- start == 13, number.digitCount == 12,
                unsafe TelegramClock.hasForm(text + start)
            {
                let time = unsafe TelegramClock.seconds(text + start, winterOffset: winterOffset)
                kind = time == nil ? .noTime : .time
                payload = time ?? 0
            } else if isNumber, let named = unsafe Unit.loose(text, from: number.end, to: at) {
                kind = .number
                unit = named
            }
        }
        unsafe append(
            DataValue(
                payload: kind == .text ? 0 : payload, offset: UInt16(truncatingIfNeeded: start),
                length: UInt16(truncatingIfNeeded: at &- start), kind: kind,
                decimals: kind == .number ? UInt8(truncatingIfNeeded: number.decimals) : 0,
                unit: unit))
        return at
    }

    /// Reads a profile over several lines, `(` alone, one entry a line, `)` alone: each entry
    /// becomes a text value.
    private mutating func profile(from start: Int) -> Int? {
        guard unsafe !endsNoProfile else { return nil }
        var at = start
        while unsafe at < end {
            while unsafe at < end, unsafe ASCII.isLineEnd(text[at]) { at &+= 1 }
            guard unsafe at < end else { break }
            if unsafe text[at] == ASCII.close { return at &+ 1 }
            let line = at
            while unsafe at < end, unsafe !ASCII.isLineEnd(text[at]) { at &+= 1 }
            guard unsafe count < limit else {
                unsafe isFull = true
                return at
            }
            unsafe append(
                DataValue(
                    payload: 0, offset: UInt16(truncatingIfNeeded: line),
                    length: UInt16(truncatingIfNeeded: at &- line), kind: .text, decimals: 0,
                    unit: .none))
        }
        unsafe endsNoProfile = true
        return nil
    }

    /// Takes a value for which there is room.
    @inline(__always)
    private mutating func append(_ value: DataValue) {
        unsafe values[count] = value
        unsafe count &+= 1
    }
}

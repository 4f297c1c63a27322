// SPDX-License-Identifier: Apache-2.0

/// The one pass over a telegram's lines; it writes into storage that the caller owns and never beyond its end.
@unsafe
struct LineReader {
    private let text: UnsafePointer<UInt8>
    private let end: Int
    private let objects: UnsafeMutablePointer<DataObject>
    private let objectLimit: Int
    private let values: UnsafeMutablePointer<DataValue>
    private let valueLimit: Int
    private let winterOffset: Int64
    private var broken: [LineFault] = []
    /// Whether a value on the next line would belong to nobody: before the first code and behind a broken line.
    private var isOwnerless = true
    /// Whether no line behind closes a profile, so that none need be looked for again.
    private var endsNoProfile = false

    /// Where the header line ends.
    private(set) var headerEnd = 0
    /// How many objects have been written.
    private(set) var objectCount = 0
    /// How many values have been written.
    private(set) var valueCount = 0
    /// Whether the storage was too small; the result is then of no use.
    private(set) var isFull = false
    /// Seconds since 1970 of 0-0:1.0.0.
    private(set) var clock: Int64?

    /// How many lines follow no rule.
    var faultCount: Int { unsafe broken.count }
    /// The lines that follow no rule.
    func faults() -> [LineFault] { unsafe broken }

    init(
        text: UnsafePointer<UInt8>, end: Int, objects: UnsafeMutablePointer<DataObject>,
        objectLimit: Int,
        values: UnsafeMutablePointer<DataValue>, valueLimit: Int, winterOffset: Int64
    ) {
        unsafe self.text = text
        unsafe self.end = end
        unsafe self.objects = objects
        unsafe self.objectLimit = objectLimit
        unsafe self.values = values
        unsafe self.valueLimit = valueLimit
        unsafe self.winterOffset = winterOffset
    }

    /// Reads header and lines from the `/` to the `!`.
    mutating func run(from start: Int) {
        var at = start
        while unsafe at < end, unsafe !ASCII.isLineEnd(text[at]) { at &+= 1 }
        unsafe headerEnd = at
        while unsafe !isFull {
            while unsafe at < end, unsafe ASCII.isLineEnd(text[at]) || text[at] == ASCII.space {
                at &+= 1
            }
            guard unsafe at < end else { return }
            let line = at
            if unsafe text[at] == ASCII.open {
                guard unsafe !isOwnerless else {
                    unsafe at = fault(.orphanValue, line)
                    continue
                }
                unsafe at = groups(from: at) ?? fault(.brokenGroup, line)
            } else {
                unsafe at = object(from: at)
            }
        }
    }

    /// Reads one `code group+`; returns where to go on.
    private mutating func object(from line: Int) -> Int {
        var at = line
        var code: UInt64 = 0
        var group: UInt64 = 0
        var digits = 0
        var separators = 0
        while unsafe at < end {
            let byte = unsafe text[at]
            let digit = byte &- 0x30
            if digit < 10 {
                group = group &* 10 &+ UInt64(digit)
                digits &+= 1
                at &+= 1
                continue
            }
            // `-`, `:`, `.`, `.` and, before an F group, `.` or `*`.
            let fits =
                switch separators {
                case 0: byte == UInt8(ascii: "-")
                case 1: byte == UInt8(ascii: ":")
                case 2, 3: byte == UInt8(ascii: ".")
                case 4: byte == UInt8(ascii: ".") || byte == ASCII.star
                default: false
                }
            guard fits, digits > 0, digits < 4, group < 256 else { break }
            code = code << 8 | group
            group = 0
            digits = 0
            separators &+= 1
            at &+= 1
        }
        guard separators >= 4, digits > 0, digits < 4, group < 256 else {
            return unsafe fault(.noCode, line)
        }
        code = code << 8 | group
        if separators == 4 { code = code << 8 | 0xFF }
        guard unsafe objectCount < objectLimit else {
            unsafe isFull = true
            return at
        }
        unsafe objects[objectCount] = DataObject(
            code: OBISCode(packed: code), offset: UInt16(truncatingIfNeeded: line),
            length: UInt8(truncatingIfNeeded: at &- line),
            firstValue: UInt16(truncatingIfNeeded: valueCount),
            valueCount: 0)
        while unsafe at < end, unsafe text[at] == ASCII.space { at &+= 1 }
        guard unsafe at < end, unsafe text[at] == ASCII.open || ASCII.isLineEnd(text[at]) else {
            return unsafe fault(.brokenGroup, line)
        }
        unsafe objectCount &+= 1
        unsafe isOwnerless = false
        guard unsafe text[at] == ASCII.open else { return at }
        let firstValue = unsafe valueCount
        guard let next = unsafe groups(from: at) else {
            unsafe objectCount &-= 1
            return unsafe fault(.brokenGroup, line)
        }
        // 0-0:1.0.0, the clock.
        if code | 0xFF == 0x0100_00FF, unsafe valueCount > firstValue, unsafe clock == nil,
            unsafe values[firstValue].kind == .time
        {
            unsafe clock = values[firstValue].payload
        }
        return next
    }

    /// Reads the groups from a `(` to the end of the line into the last object; `nil`, and no value more, when they are
    /// broken.
    private mutating func groups(from start: Int) -> Int? {
        let before = unsafe (all: valueCount, own: objects[objectCount &- 1].valueCount)
        if let next = unsafe wholeGroups(from: start) { return next }
        unsafe valueCount = before.all
        unsafe objects[objectCount &- 1].valueCount = before.own
        return nil
    }

    @inline(__always)
    private mutating func wholeGroups(from start: Int) -> Int? {
        var at = start
        while unsafe at < end, unsafe text[at] == ASCII.open {
            guard unsafe valueCount < valueLimit else {
                unsafe isFull = true
                return at
            }
            at &+= 1
            if unsafe at < end, unsafe text[at] == ASCII.open { at &+= 1 }
            if unsafe at < end, unsafe ASCII.isLineEnd(text[at]) { return unsafe profile(from: at) }
            guard let close = unsafe value(from: at) else { return nil }
            at = close &+ 1
            while unsafe at < end, unsafe text[at] == ASCII.close || text[at] == ASCII.space {
                at &+= 1
            }
        }
        return unsafe at >= end || ASCII.isLineEnd(text[at]) ? at : nil
    }

    /// Reads one value up to its bracket and returns the bracket's position; `nil` when the line ends before it.
    @inline(__always)
    private mutating func value(from start: Int) -> Int? {
        var at = start
        var mantissa: Int64 = 0
        var digits = 0
        var point = -1
        let isNegative = unsafe at < end && text[at] == UInt8(ascii: "-")
        if isNegative { at &+= 1 }
        while unsafe at < end {
            let byte = unsafe text[at]
            let digit = byte &- 0x30
            if digit < 10 {
                mantissa = mantissa &* 10 &+ Int64(digit)
                digits &+= 1
            } else if byte == UInt8(ascii: "."), point < 0 {
                point = digits
            } else {
                break
            }
            at &+= 1
        }
        let numberEnd = at
        while unsafe at < end, unsafe text[at] != ASCII.close, unsafe !ASCII.isLineEnd(text[at]) {
            at &+= 1
        }
        guard unsafe at < end, unsafe text[at] == ASCII.close else { return nil }

        var value = DataValue(
            payload: 0, offset: UInt16(truncatingIfNeeded: start),
            length: UInt16(truncatingIfNeeded: at &- start), kind: .text, decimals: 0, unit: .none)
        let isNumber = digits > 0 && digits <= 18
        if isNumber, numberEnd == at {
            value.kind = .number
        } else if at &- start == 13, digits == 12, unsafe TelegramClock.hasForm(text + start) {
            if let seconds = unsafe TelegramClock.seconds(text + start, winterOffset: winterOffset)
            {
                value.kind = .time
                value.payload = seconds
            } else {
                value.kind = .noTime
            }
        } else if isNumber, let unit = unsafe unit(from: numberEnd, to: at) {
            value.kind = .number
            value.unit = unit
        }
        if value.kind == .number {
            value.payload = isNegative ? -mantissa : mantissa
            value.decimals = point < 0 ? 0 : UInt8(truncatingIfNeeded: digits &- point)
        }
        unsafe values[valueCount] = value
        unsafe valueCount &+= 1
        unsafe objects[objectCount &- 1].valueCount &+= 1
        return at
    }

    /// The unit in `*kWh`, `kWh` or `*kWh `; `nil` when what follows a number makes it a text.
    @inline(__always)
    private func unit(from start: Int, to end: Int) -> Unit? {
        var at = start
        var end = end
        while end > at, unsafe text[end &- 1] == ASCII.space { end &-= 1 }
        while at < end, unsafe text[at] == ASCII.space { at &+= 1 }
        if at < end, unsafe text[at] == ASCII.star {
            return unsafe Unit.named(text + at + 1, count: end &- at &- 1)
        }
        let unit = unsafe Unit.named(text + at, count: end &- at)
        return unit == .unknown ? nil : unit
    }

    /// Reads a profile over several lines, `(` alone, one entry a line, `)` alone: each entry becomes a text value.
    private mutating func profile(from start: Int) -> Int? {
        guard unsafe !endsNoProfile else { return nil }
        var at = start
        while unsafe at < end {
            while unsafe at < end, unsafe ASCII.isLineEnd(text[at]) { at &+= 1 }
            guard unsafe at < end else { break }
            if unsafe text[at] == ASCII.close { return at &+ 1 }
            let line = at
            while unsafe at < end, unsafe !ASCII.isLineEnd(text[at]) { at &+= 1 }
            guard unsafe valueCount < valueLimit else {
                unsafe isFull = true
                return at
            }
            unsafe values[valueCount] = DataValue(
                payload: 0, offset: UInt16(truncatingIfNeeded: line),
                length: UInt16(truncatingIfNeeded: at &- line), kind: .text, decimals: 0,
                unit: .none)
            unsafe valueCount &+= 1
            unsafe objects[objectCount &- 1].valueCount &+= 1
        }
        unsafe endsNoProfile = true
        return nil
    }

    /// Notes a broken line and returns the end of it.
    private mutating func fault(_ problem: LineFault.Problem, _ line: Int) -> Int {
        unsafe broken.append(LineFault(offset: line, problem: problem))
        unsafe isOwnerless = true
        var at = line
        while unsafe at < end, unsafe !ASCII.isLineEnd(text[at]) { at &+= 1 }
        return at
    }
}

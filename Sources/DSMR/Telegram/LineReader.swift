// SPDX-License-Identifier: Apache-2.0

/// The one pass over a telegram's lines; it writes into storage that the caller owns and never
/// beyond its end.
@unsafe
struct LineReader {
    private let text: UnsafePointer<UInt8>
    private let end: Int
    private let objects: UnsafeMutablePointer<DataObject>
    private let starts: UnsafeMutablePointer<LineStart>
    private let objectLimit: Int
    private let values: UnsafeMutablePointer<DataValue>
    private let valueLimit: Int
    private let winterOffset: Int64
    private var broken: [LineFault] = []
    /// Whether a value on the next line would belong to nobody: before the first code and behind a
    /// broken line.
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
        starts: UnsafeMutablePointer<LineStart>, objectLimit: Int,
        values: UnsafeMutablePointer<DataValue>, valueLimit: Int, winterOffset: Int64
    ) {
        unsafe self.text = text
        unsafe self.end = end
        unsafe self.objects = objects
        unsafe self.starts = starts
        unsafe self.objectLimit = objectLimit
        unsafe self.values = values
        unsafe self.valueLimit = valueLimit
        unsafe self.winterOffset = winterOffset
    }

    /// Reads header and lines from the `/` to the `!`.
    mutating func run(from start: Int) {
        let (text, end) = unsafe (text, end)
        var at = start
        while at < end, unsafe !ASCII.isLineEnd(text[at]) { at &+= 1 }
        unsafe headerEnd = at
        while unsafe !isFull {
            // The `!` at the end stops this loop and most of those below.
            while unsafe ASCII.isLineEnd(text[at]) || text[at] == ASCII.space { at &+= 1 }
            guard at < end else { return }
            unsafe at = line(from: at)
        }
    }

    /// Reads one `code group*`, or groups that go on with the object before; returns where to go
    /// on.
    @inline(__always)
    private mutating func line(from start: Int) -> Int {
        let text = unsafe text
        var at = start
        var code: UInt64?
        if unsafe text[at] == ASCII.open {
            guard unsafe !isOwnerless else { return unsafe fault(.orphanValue, start) }
        } else {
            guard unsafe objectCount < objectLimit else {
                unsafe isFull = true
                return start
            }
            let before = unsafe starts + objectCount
            if unsafe before.pointee.begins(text + at) {
                unsafe code = before.pointee.code
                at &+= unsafe before.pointee.length
            } else {
                guard let read = unsafe LineReader.code(text, &at) else {
                    return unsafe fault(.noCode, start)
                }
                code = read
                unsafe before.pointee = unsafe LineStart(
                    text + start, length: at &- start, code: read)
            }
        }
        let codeEnd = at
        let firstValue = unsafe valueCount
        while unsafe text[at] == ASCII.space { at &+= 1 }
        guard let next = unsafe groups(from: at) else {
            unsafe valueCount = firstValue
            return unsafe fault(.brokenGroup, start)
        }
        let count = unsafe UInt16(truncatingIfNeeded: valueCount &- firstValue)
        guard let code else {
            unsafe objects[objectCount &- 1].valueCount &+= count
            unsafe noteClock(objects[objectCount &- 1])
            return next
        }
        unsafe objects[objectCount] = DataObject(
            code: OBISCode(packed: code), offset: UInt16(truncatingIfNeeded: start),
            length: UInt8(truncatingIfNeeded: codeEnd &- start),
            firstValue: UInt16(truncatingIfNeeded: firstValue), valueCount: count)
        unsafe objectCount &+= 1
        unsafe isOwnerless = false
        if code | 0xFF == 0x0100_00FF { unsafe noteClock(objects[objectCount &- 1]) }
        return next
    }

    /// Takes the telegram's time from 0-0:1.0.0, whose value may stand on the next line.
    private mutating func noteClock(_ object: DataObject) {
        guard object.code.packed | 0xFF == 0x0100_00FF, object.valueCount > 0, unsafe clock == nil
        else { return }
        let value = unsafe values[Int(object.firstValue)]
        if value.kind == .time { unsafe clock = value.payload }
    }

    /// Reads `A-B:C.D.E` and, behind a dot or a star, F; `nil` when that is not what stands there.
    @inline(__always)
    private static func code(_ text: UnsafePointer<UInt8>, _ at: inout Int) -> UInt64? {
        var (a, b): (UInt64, UInt64) = (1, 0)
        if unsafe text[at] == UInt8(ascii: "1"), unsafe text[at &+ 1] == UInt8(ascii: "-"),
            unsafe text[at &+ 2] == UInt8(ascii: "0"), unsafe text[at &+ 3] == UInt8(ascii: ":")
        {
            // Most lines: electricity, channel 0.
            at &+= 4
        } else {
            guard let medium = unsafe group(text, &at), unsafe text[at] == UInt8(ascii: "-") else {
                return nil
            }
            at &+= 1
            guard let channel = unsafe group(text, &at), unsafe text[at] == UInt8(ascii: ":") else {
                return nil
            }
            at &+= 1
            (a, b) = (medium, channel)
        }
        guard let c = unsafe group(text, &at), unsafe text[at] == ASCII.dot else { return nil }
        at &+= 1
        guard let d = unsafe group(text, &at), unsafe text[at] == ASCII.dot else { return nil }
        at &+= 1
        guard let e = unsafe group(text, &at) else { return nil }
        var f: UInt64 = 0xFF
        if unsafe text[at] == ASCII.dot || text[at] == ASCII.star {
            at &+= 1
            guard let sent = unsafe group(text, &at) else { return nil }
            f = sent
        }
        return a << 40 | b << 32 | c << 24 | d << 16 | e << 8 | f
    }

    /// Reads one to three digits of a number below 256.
    @inline(__always)
    private static func group(_ text: UnsafePointer<UInt8>, _ at: inout Int) -> UInt64? {
        var number = unsafe UInt64(text[at] &- 0x30)
        guard number < 10 else { return nil }
        at &+= 1
        for _ in 0..<2 {
            let digit = unsafe text[at] &- 0x30
            guard digit < 10 else { return number }
            number = number &* 10 &+ UInt64(digit)
            at &+= 1
        }
        return unsafe number < 256 && !ASCII.isDigit(text[at]) ? number : nil
    }

    /// Reads the groups up to the end of the line; `nil` when they are broken.
    @inline(__always)
    private mutating func groups(from start: Int) -> Int? {
        let (text, end) = unsafe (text, end)
        var at = start
        while unsafe text[at] == ASCII.open {
            guard unsafe valueCount < valueLimit else {
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
        var at = start
        var mantissa: Int64 = 0
        @inline(__always) func digits() -> Int {
            let first = at
            while true {
                let digit = unsafe text[at] &- 0x30
                guard digit < 10 else { return at &- first }
                mantissa = mantissa &* 10 &+ Int64(digit)
                at &+= 1
            }
        }
        var isNegative = false
        if unsafe !ASCII.isDigit(text[at]), unsafe text[at] == UInt8(ascii: "-") {
            isNegative = true
            at &+= 1
        }
        var count = digits()
        var decimals = 0
        if unsafe text[at] == ASCII.dot {
            at &+= 1
            decimals = digits()
            count &+= decimals
        }
        let numberEnd = at
        let isNumber = count > 0 && count <= 18
        var kind = isNumber ? DataValue.Kind.number : .text
        var unit = Unit.none
        var payload = isNegative ? 0 &- mantissa : mantissa
        if isNumber, unsafe text[at] == ASCII.close {
            // The usual count or state.
        } else if isNumber, let known = unsafe starredUnit(at) {
            // The usual quantity.
            (unit, at) = known
        } else {
            while unsafe text[at] != ASCII.close {
                guard at < end, unsafe !ASCII.isLineEnd(text[at]) else { return nil }
                at &+= 1
            }
            kind = .text
            if at &- start == 13, count == 12, unsafe TelegramClock.hasForm(text + start) {
                let time = unsafe TelegramClock.seconds(text + start, winterOffset: winterOffset)
                kind = time == nil ? .noTime : .time
                payload = time ?? 0
            } else if isNumber, let named = unsafe looseUnit(from: numberEnd, to: at) {
                kind = .number
                unit = named
            }
        }
        unsafe values[valueCount] = DataValue(
            payload: kind == .text ? 0 : payload, offset: UInt16(truncatingIfNeeded: start),
            length: UInt16(truncatingIfNeeded: at &- start), kind: kind,
            decimals: kind == .number ? UInt8(truncatingIfNeeded: decimals) : 0, unit: unit)
        unsafe valueCount &+= 1
        return at
    }

    /// The unit in `*kWh)` and the position of its bracket; `nil` when it is not written just so.
    @inline(__always)
    private func starredUnit(_ star: Int) -> (Unit, Int)? {
        let text = unsafe text
        guard unsafe text[star] == ASCII.star else { return nil }
        var at = star &+ 1
        var key = Unit.Key()
        while true {
            let byte = unsafe text[at]
            if byte == ASCII.close { return (Unit.named(key), at) }
            guard byte > ASCII.mark, at &- star <= Unit.Key.limit else { return nil }
            key.append(byte)
            at &+= 1
        }
    }

    /// The unit in `kWh`, ` *kWh` or `*kWh `; `nil` when what follows a number makes it a text.
    private func looseUnit(from start: Int, to end: Int) -> Unit? {
        let text = unsafe text
        var at = start
        var end = end
        while unsafe text[end &- 1] == ASCII.space { end &-= 1 }
        while at < end, unsafe text[at] == ASCII.space { at &+= 1 }
        if at < end, unsafe text[at] == ASCII.star {
            return unsafe Unit.named(
                UnsafeBufferPointer(start: text + at + 1, count: end &- at &- 1))
        }
        let unit = unsafe Unit.named(UnsafeBufferPointer(start: text + at, count: end &- at))
        return unit == .unknown ? nil : unit
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
            guard unsafe valueCount < valueLimit else {
                unsafe isFull = true
                return at
            }
            unsafe values[valueCount] = DataValue(
                payload: 0, offset: UInt16(truncatingIfNeeded: line),
                length: UInt16(truncatingIfNeeded: at &- line), kind: .text, decimals: 0,
                unit: .none)
            unsafe valueCount &+= 1
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

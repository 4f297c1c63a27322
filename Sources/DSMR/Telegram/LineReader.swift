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
    private var values: ValueReader
    private var broken: [LineFault] = []
    /// Whether a value on the next line would belong to nobody: before the first code and behind a
    /// broken line.
    private var isOwnerless = true
    private var hasNoRoom = false

    /// Where the header line ends.
    private(set) var headerEnd = 0
    /// How many objects have been written.
    private(set) var objectCount = 0
    /// Seconds since 1970 of 0-0:1.0.0.
    private(set) var clock: Int64?

    /// How many values have been written.
    var valueCount: Int { unsafe values.count }
    /// Whether the storage was too small; the result is then of no use.
    var isFull: Bool { unsafe hasNoRoom || values.isFull }
    /// How many lines follow no rule.
    var faultCount: Int { unsafe broken.count }
    /// The lines that follow no rule.
    func faults() -> [LineFault] { unsafe broken }

    init(
        text: UnsafePointer<UInt8>, end: Int, objects: UnsafeMutablePointer<DataObject>,
        starts: UnsafeMutablePointer<LineStart>, objectLimit: Int, values: ValueReader
    ) {
        unsafe self.text = text
        unsafe self.end = end
        unsafe self.objects = objects
        unsafe self.starts = starts
        unsafe self.objectLimit = objectLimit
        unsafe self.values = values
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
                unsafe hasNoRoom = true
                return start
            }
            let before = unsafe starts + objectCount
            if unsafe before.pointee.begins(text + at) {
                unsafe code = before.pointee.code
                at &+= unsafe before.pointee.length
            } else {
                guard let read = unsafe OBISCode.readPacked(text, &at) else {
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
        guard let next = unsafe values.groups(from: at) else {
            unsafe values.keep(first: firstValue)
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

    /// Notes a broken line and returns the end of it.
    private mutating func fault(_ problem: LineFault.Problem, _ line: Int) -> Int {
        unsafe broken.append(LineFault(offset: line, problem: problem))
        unsafe isOwnerless = true
        var at = line
        while unsafe at < end, unsafe !ASCII.isLineEnd(text[at]) { at &+= 1 }
        return at
    }
}

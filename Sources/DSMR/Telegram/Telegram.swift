// SPDX-License-Identifier: Apache-2.0
public import Readings

/// One P1 telegram, taken apart: header, data objects in order with their values, and the lines
/// that broke the rules.
///
/// It owns its text (up to 16 KiB) and reuses its storage from one telegram to the next, so that
/// reading one no longer than those before allocates nothing. (Luxembourg P1 specification 1.1.3, 3.2.2; DSMR 5.0.2, 6.)
public struct Telegram: Sendable {
    /// How many bytes from the mark on must lie in memory, because several are read at once.
    static let readAhead = LineStart.reach

    /// The bytes; those behind ``textCount`` mean nothing.
    public var text: [UInt8]
    /// How many bytes of ``text`` are the telegram.
    public internal(set) var textCount = 0
    /// What the checksum says.
    public internal(set) var check: CRCCheck = .absent
    /// Lines that follow no rule.
    public internal(set) var faults: [LineFault] = []
    /// When the meter says it sent this; `nil` without an S or W flag, or when its clock is unset
    /// or wrong.
    public internal(set) var time: UTCTime?

    var headerRange = 0..<0
    var objectStore: [DataObject]
    /// How the line of each object began.
    var starts: [LineStart]
    var objectCount = 0
    var valueStore: [DataValue]
    var valueCount = 0

    /// Makes an empty telegram with room for a text, as a rule for the longest one, and for a list of
    /// usual length.
    public init(room: Int = FrameAccumulator.frameLimit) {
        text = [UInt8](repeating: 0, count: room + Telegram.readAhead)
        let noValue = DataValue(
            payload: 0, offset: 0, length: 0, kind: .text, decimals: 0, unit: .none)
        let noObject = DataObject(
            code: OBISCode(packed: 0), offset: 0, length: 0, firstValue: 0, valueCount: 0)
        objectStore = [DataObject](repeating: noObject, count: 96)
        starts = [LineStart](repeating: LineStart(), count: 96)
        valueStore = [DataValue](repeating: noValue, count: 160)
    }

    /// Makes room for a longer text.
    public mutating func makeRoom(for count: Int) {
        let missing = count + Telegram.readAhead - text.count
        if missing > 0 { text += [UInt8](repeating: 0, count: missing) }
    }

    /// Doubles the room for objects and values.
    mutating func grow() {
        objectStore += objectStore
        starts += starts
        valueStore += valueStore
    }

    /// The data objects in the order in which the meter sent them, unknown codes too.
    public var objects: ArraySlice<DataObject> { objectStore[..<objectCount] }

    /// The values of one object, in order.
    public func values(of object: DataObject) -> ArraySlice<DataValue> {
        valueStore[Int(object.firstValue)..<(Int(object.firstValue) + Int(object.valueCount))]
    }

    /// The bytes of a value exactly as sent, unit included.
    public func bytes(of value: DataValue) -> ArraySlice<UInt8> {
        text[Int(value.offset)..<(Int(value.offset) + Int(value.length))]
    }

    /// The bytes of an object's code exactly as sent.
    public func codeBytes(of object: DataObject) -> ArraySlice<UInt8> {
        text[Int(object.offset)..<(Int(object.offset) + Int(object.length))]
    }

    /// The header line without its end, `/Lux5\253663629_D`: the meter's model, not its name.
    public var headerBytes: ArraySlice<UInt8> { text[headerRange] }

    /// The first object with a code, its F group aside.
    public func object(_ code: OBISCode) -> DataObject? {
        objects.first { $0.code.withoutF == code }
    }

    /// The number 1-3:0.2.8 gives for the version of P1: 42, 50; `nil` when it gives none.
    public var version: Int64? {
        guard let object = object(OBISCode(1, 3, 0, 2, 8)), let value = values(of: object).first,
            let number = value.number, number.decimals == 0
        else { return nil }
        return number.mantissa
    }

    /// Whether the model is one that follows the Luxembourg table, which fixes the units it leaves
    /// out.
    public var isLuxembourg: Bool { headerBytes.starts(with: "/Lux5".utf8) }
}

extension Telegram {
    /// The meter's own name as its telegram gives it: 0-0:42.0.0, else 0-0:96.1.1, hex digits
    /// decoded.
    public var identity: String? {
        for code in [OBISCode(0, 0, 42, 0, 0), OBISCode(0, 0, 96, 1, 1)] {
            guard let object = object(code), let value = values(of: object).first else { continue }
            if let name = Message.text(bytes(of: value)) { return name }
        }
        return nil
    }
}

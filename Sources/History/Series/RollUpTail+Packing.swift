// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// A tail, and lists of registers, in bytes.
extension RollUpTail {
    func packed(_ numbers: inout QuantityNumbers) -> [UInt8] {
        var packer = BytePacker()
        packer.integer(place)
        packer.optional(time?.milliseconds)
        packer.amounts(registers, &numbers)
        packer.count(distances.count)
        for distance in distances { packer.integer(distance) }
        packer.count(levels.count)
        for level in levels {
            packer.count(numbers.number(level.name))
            packer.number(level.mark)
            packer.number(level.highest)
        }
        packer.optional(epoch.map { Int64($0.number) })
        packer.optional(minute?.period.start.milliseconds)
        if let minute {
            let bytes = minute.packed(&numbers)
            packer.count(bytes.count)
            for byte in bytes { packer.byte(byte) }
        }
        packer.optional(mark?.milliseconds)
        packer.optional(doubt?.time.milliseconds)
        if let doubt {
            packer.text(doubt.equipment)
            packer.amounts(doubt.registers, &numbers)
        }
        packer.count(doubts)
        packer.optional(before?.milliseconds)
        packer.byte(isChecked ? 1 : 0)
        for level in levels {
            packer.count(level.values.count)
            for value in level.values { packer.number(value) }
        }
        return packer.bytes
    }

    /// Reads a tail; `epochs` are all of the meter.
    init(
        _ bytes: [UInt8], _ meter: MeterID, _ numbers: QuantityNumbers, epochs: [EquipmentEpoch]
    ) throws {
        var unpacker = ByteUnpacker(bytes)
        self.init(place: try unpacker.logPlace())
        time = try unpacker.optionalMilliseconds().map(UTCTime.init(milliseconds:))
        registers = try unpacker.amounts(numbers)
        distances = try (0..<unpacker.parts()).map { _ in try unpacker.milliseconds() }
        levels = try (0..<unpacker.parts()).map { _ in
            LevelMark(
                name: try numbers.name(try unpacker.count()), mark: try unpacker.number(),
                highest: try unpacker.number())
        }
        let number = try unpacker.optional()
        epoch = epochs.first { Int64($0.number) == number }
        if let start = try unpacker.optionalMilliseconds() {
            let body = try (0..<unpacker.parts()).map { _ in try unpacker.byte() }
            let period = Period(
                .minute, start: UTCTime(milliseconds: start),
                end: UTCTime(milliseconds: start + 60_000))
            minute = try SeriesRow(body, meter, period, numbers)
        }
        // Tails of earlier versions end here.
        guard !unpacker.isAtEnd else { return }
        mark = try unpacker.optionalMilliseconds().map(UTCTime.init(milliseconds:))
        doubt = try unpacker.optionalMilliseconds().map { time in
            Standing(
                time: UTCTime(milliseconds: time), equipment: try unpacker.text(),
                registers: try unpacker.amounts(numbers))
        }
        guard !unpacker.isAtEnd else { return }
        doubts = try unpacker.count()
        before = try unpacker.optionalMilliseconds().map(UTCTime.init(milliseconds:))
        isChecked = try unpacker.byte() != 0
        guard !unpacker.isAtEnd else { return }
        for index in levels.indices {
            let values = try (0..<unpacker.parts()).map { _ in try unpacker.number() }
            if !values.isEmpty { levels[index].values = values.suffix(LevelMark.valuesKept) }
        }
    }
}

extension [RegisterAmount] {
    func packed(_ numbers: inout QuantityNumbers) -> [UInt8] {
        var packer = BytePacker()
        packer.amounts(self, &numbers)
        return packer.bytes
    }

    init(_ bytes: [UInt8], _ numbers: QuantityNumbers) throws {
        var unpacker = ByteUnpacker(bytes)
        self = try unpacker.amounts(numbers)
    }
}

extension BytePacker {
    fileprivate mutating func amounts(
        _ amounts: [RegisterAmount], _ numbers: inout QuantityNumbers
    ) {
        count(amounts.count)
        for amount in amounts {
            count(numbers.number(amount.name))
            number(amount.value)
        }
    }
}

extension ByteUnpacker {
    fileprivate mutating func amounts(_ numbers: QuantityNumbers) throws -> [RegisterAmount] {
        try (0..<parts()).map { _ in
            RegisterAmount(name: try numbers.name(try count()), value: try number())
        }
    }
}

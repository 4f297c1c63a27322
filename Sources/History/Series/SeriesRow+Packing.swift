// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

// A row in bytes.
//
// edges | authentication | telegrams | first counter | last counter | registers | samples
// register: number and restart flag | decimals | end | end − start | difference − (end − start)
// sample: number and level flag | decimals | count | minimum | maximum − minimum | last − minimum |
//         sum | gain and use of a level
// The numbers of a part share its decimals.
extension SeriesRow {
    func packed(_ numbers: inout QuantityNumbers) -> [UInt8] {
        var packer = BytePacker()
        packer.byte(edges.rawValue)
        packer.byte(SeriesRow.code(evidence.authentication))
        packer.count(evidence.telegrams)
        packer.optional(evidence.firstCounter.map { Int64($0) })
        packer.optional(evidence.lastCounter.map { Int64($0) })
        packer.count(registers.count)
        for span in registers { packer.span(span, numbers.number(span.name)) }
        packer.count(samples.count)
        for span in samples { packer.span(span, numbers.number(span.name)) }
        return packer.bytes
    }

    init(_ bytes: [UInt8], _ meter: MeterID, _ period: Period, _ numbers: QuantityNumbers) throws {
        var unpacker = ByteUnpacker(bytes)
        let edges = RowEdges(rawValue: try unpacker.byte())
        let code = try unpacker.byte()
        var evidence = Evidence(telegrams: try unpacker.count())
        evidence.firstCounter = try unpacker.counter()
        evidence.lastCounter = try unpacker.counter()
        evidence.authentication = SeriesRow.authentication(code)
        let registers = try (0..<unpacker.parts()).map { _ in try unpacker.register(numbers) }
        let samples = try (0..<unpacker.parts()).map { _ in try unpacker.sample(numbers) }
        self.init(
            meter: meter, period: period, edges: edges, evidence: evidence, registers: registers,
            samples: samples)
    }

    private static let codes: [Authentication?] = [nil, .verified, .clear, .unverified]

    private static func code(_ authentication: Authentication?) -> UInt8 {
        UInt8(codes.firstIndex(of: authentication) ?? 0)
    }

    private static func authentication(_ code: UInt8) -> Authentication? {
        codes.indices.contains(Int(code)) ? codes[Int(code)] : nil
    }
}

extension BytePacker {
    fileprivate mutating func span(_ span: RegisterSpan, _ number: Int) {
        let all = [span.start, span.end, span.difference]
        let places = all.map(\.decimals).max() ?? 0
        let (start, end, difference) = (
            span.start.mantissa(places), span.end.mantissa(places), span.difference.mantissa(places)
        )
        count(number << 1 | (span.isRestart ? 1 : 0))
        byte(places)
        integer(end)
        integer(end &- start)
        integer(difference &- (end &- start))
    }

    fileprivate mutating func span(_ span: SampleSpan, _ number: Int) {
        let all = [span.sum, span.minimum, span.maximum, span.last, span.gain, span.use]
        let places = all.compactMap { $0?.decimals }.max() ?? 0
        let minimum = span.minimum.mantissa(places)
        let isLevel = span.gain != nil && span.use != nil
        count(number << 1 | (isLevel ? 1 : 0))
        byte(places)
        count(span.count)
        integer(minimum)
        integer(span.maximum.mantissa(places) &- minimum)
        integer(span.last.mantissa(places) &- minimum)
        integer(span.sum.mantissa(places))
        if let gain = span.gain, let use = span.use {
            integer(gain.mantissa(places))
            integer(use.mantissa(places))
        }
    }
}

extension ByteUnpacker {
    fileprivate mutating func register(_ numbers: QuantityNumbers) throws -> RegisterSpan {
        let head = try count()
        let places = try decimals()
        let end = try integer()
        let span = try integer()
        let rest = try integer()
        return RegisterSpan(
            name: try numbers.name(head >> 1),
            start: FixedPoint(end &- span, decimals: places),
            end: FixedPoint(end, decimals: places),
            difference: FixedPoint(span &+ rest, decimals: places), isRestart: head & 1 == 1)
    }

    fileprivate mutating func sample(_ numbers: QuantityNumbers) throws -> SampleSpan {
        let head = try count()
        let places = try decimals()
        let count = try count()
        let minimum = try integer()
        let maximum = try minimum &+ integer()
        let last = try minimum &+ integer()
        let sum = try integer()
        let isLevel = head & 1 == 1
        let gain = isLevel ? FixedPoint(try integer(), decimals: places) : nil
        let use = isLevel ? FixedPoint(try integer(), decimals: places) : nil
        return SampleSpan(
            name: try numbers.name(head >> 1), count: count,
            sum: FixedPoint(sum, decimals: places),
            minimum: FixedPoint(minimum, decimals: places),
            maximum: FixedPoint(maximum, decimals: places),
            last: FixedPoint(last, decimals: places), gain: gain, use: use)
    }
}

extension FixedPoint {
    /// The number without its point at that many decimals, of which it has no more.
    fileprivate func mantissa(_ places: UInt8) -> Int64 {
        rescaled(to: places)?.mantissa ?? mantissa
    }
}

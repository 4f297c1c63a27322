// SPDX-License-Identifier: Apache-2.0
import Readings

/// A virtual meter together with what is going to go wrong with its next frames.
///
/// It decides what goes out and what the ledger says of it; it sends nothing itself.
struct MeterStation {
    private(set) var meter: VirtualMeter
    /// Whether it speaks without cipher, as after the grid operator switched it off.
    private(set) var inClear = false
    private var faults: [FrameFault] = []
    private var random: SeededRandom
    private var recent: [SealedTelegram] = []
    private var highest: UInt32?

    /// How many frames can be sent again.
    static let remembered = 32
    /// How many faults may wait for their frames.
    static let faultLimit = 10_000

    init(meter: VirtualMeter, seed: UInt64) {
        self.meter = meter
        random = SeededRandom(seed: SeededRandom.mix(seed, 300, Int64(meter.identity.serial)))
    }

    /// The next frame, with its fault if one waits; `nil` when the counter has run out.
    mutating func next(at time: UTCTime) throws(SimulationError) -> Transmission? {
        guard inClear || meter.nextCounter != nil else { return nil }
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        var parts = [try part(at: time, fault: fault)]
        if fault == .glue, inClear || meter.nextCounter != nil {
            parts.append(try part(at: time, fault: fault))
        }
        return Transmission(parts)
    }

    /// The last frames once more, oldest first.
    func replay(_ count: Int) -> [Transmission] {
        recent.suffix(count).map {
            Transmission([Self.part(id: meter.id, sealed: $0, fault: "replay")])
        }
    }

    /// Carries out an order that is a meter's.
    mutating func perform(_ command: StreetCommand, at time: UTCTime) throws(SimulationError) {
        switch command {
        case .damage(let fault, _, let count): try expect(Array(repeating: fault, count: count))
        case .repeatedHour: try expect([.summerEnds, .winterBegins])
        case .regress(_, let count):
            try check(command, count, within: meter.nextCounter)
            meter.repeatCounters(count)
        case .jump(_, let count):
            try check(command, count, within: meter.nextCounter.map { .max - $0 })
            meter.skipCounters(count)
        case .turn(.clear, _, let on): inClear = on
        case .newKey:
            try meter.renewKey()
            highest = nil
        case .swap:
            try meter.replace(at: time)
            highest = nil
        default: throw .notForThisPort(command: command.word, id: meter.id.text)
        }
    }

    /// Throws unless the counter can be moved so far; `reach` is `nil` once it has run out.
    private func check(_ command: StreetCommand, _ count: UInt32, within reach: UInt32?)
        throws(SimulationError)
    {
        guard let reach else { throw .counterExhausted }
        guard count > reach else { return }
        throw .counterOutOfReach(command: command.word, id: meter.id.text, most: reach)
    }

    /// Lets the next frames have these faults.
    private mutating func expect(_ coming: [FrameFault]) throws(SimulationError) {
        guard faults.count + coming.count <= MeterStation.faultLimit else {
            throw .tooManyFaults(id: meter.id.text, waiting: faults.count)
        }
        faults += coming
    }

    private mutating func part(at time: UTCTime, fault: FrameFault?) throws(SimulationError)
        -> Transmission.Part
    {
        var telegram = meter.telegram(
            at: time, showing: Self.clock(at: time, fault: fault),
            message: fault == .longMessage ? Self.longMessage : "")
        if fault == .badChecksum {
            let text = FrameFault.badTag.damaged(telegram.text, sealed: false, random: &random)
            telegram = MeterTelegram(text: text, time: telegram.time, readings: telegram.readings)
        }
        var sealed =
            inClear
            ? SealedTelegram(
                bytes: telegram.text, telegram: telegram,
                systemTitle: HexText.upper(meter.identity.systemTitle), frameCounter: nil)
            : try meter.seal(telegram)
        var label = fault?.rawValue
        if let counter = sealed.frameCounter {
            if let highest, counter <= highest { label = label ?? "regress" }
            highest = max(highest ?? 0, counter)
        }
        if recent.count == MeterStation.remembered { recent.removeFirst() }
        recent.append(sealed)
        if let fault {
            sealed.bytes = fault.damaged(sealed.bytes, sealed: !inClear, random: &random)
        }
        return Self.part(id: meter.id, sealed: sealed, fault: label)
    }

    private static func part(id: MeterID, sealed: SealedTelegram, fault: String?)
        -> Transmission.Part
    {
        var fields: [(name: String, value: LedgerValue)] = [
            ("fault", fault.map(LedgerValue.text) ?? .none),
            ("encrypted", .flag(sealed.frameCounter != nil)),
            ("system_title", .text(sealed.systemTitle)),
            ("frame_counter", sealed.frameCounter.map { .number(Int64($0)) } ?? .none),
            ("time", .text(sealed.telegram.time.description)),
        ]
        fields += sealed.telegram.readings.map { ($0.name, .text($0.value)) }
        return Transmission.Part(
            bytes: sealed.bytes, entry: LedgerEntry(kind: "telegram", id: id.text, fields: fields))
    }

    private static func clock(at time: UTCTime, fault: FrameFault?) -> UTCTime? {
        let change = CentralEuropeanTime.endOfSummer(inYearOf: time)
        return switch fault {
        case .summerEnds: UTCTime(seconds: change.seconds - 10)
        case .winterBegins: change
        default: nil
        }
    }

    private static let longMessage = String(
        repeating: "Planned interruption of the supply on Sunday from 6 to 8 h. ", count: 18
    ).prefix(1_024).description
}

// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Folds the telegrams of one meter, or the samples of one sensor, into rows of every resolution.
///
/// A value without clock and files: the same telegrams give the same rows. Energy comes from the
/// registers only. Rows are given out once, when a telegram after their end has come.
public struct RollUp: Sendable {
    /// Which meter or sensor.
    public let meter: MeterID
    /// What has to be kept beside the rows to go on later.
    public internal(set) var tail: RollUpTail
    let calendar: PeriodCalendar
    /// For quarter-hours, hours, days and months.
    var folds: [RowFold]
    var output = RollUpOutput()

    /// Begins with a meter never heard of.
    public init(_ meter: MeterID, _ calendar: PeriodCalendar) {
        self.meter = meter
        self.calendar = calendar
        tail = RollUpTail()
        folds = Resolution.allCases.dropFirst().map { RowFold($0, calendar) }
    }

    /// Goes on where another ended.
    ///
    /// `rows` gives the written rows of a resolution that begin within a period; `last` the last
    /// one that begins before a moment.
    public init<Failure>(
        _ meter: MeterID, _ calendar: PeriodCalendar, resuming tail: RollUpTail,
        rows: (Resolution, Period) throws(Failure) -> [SeriesRow],
        last: (Resolution, UTCTime) throws(Failure) -> SeriesRow?
    ) throws(Failure) {
        self.init(meter, calendar)
        self.tail = tail
        guard let time = tail.time else { return }
        // The rows that were taken last begin before this.
        let bound = tail.before.map { UTCTime(milliseconds: $0.milliseconds + 60_000) }
        for index in folds.indices {
            let resolution = folds[index].resolution
            guard let shorter = resolution.shorter else { continue }
            let period = calendar.period(resolution, holding: time)
            if let minute = tail.minute, isWritten(resolution, minute) {
                folds[index].pass(try last(shorter, bound ?? minute.period.start))
                continue
            }
            let first = min(period.start, bound ?? period.start)
            folds[index] = RowFold(resolution, calendar, last: try last(shorter, first))
            for row in try rows(shorter, period) where row.period != tail.minute?.period {
                folds[index].append(row)
            }
        }
    }

    /// The rows of the periods in progress, minute first, as far as they have come; they end open.
    public var openRows: [SeriesRow] { open.map(\.row) }

    /// Whether the usual distance between telegrams is known as well as it can be.
    public var isSettled: Bool { SilenceRule(distances: tail.distances).isFull }

    /// Gives out what has to be written and forgets it.
    public mutating func drain() -> RollUpOutput {
        defer { output = RollUpOutput() }
        return output
    }

    /// Takes the next telegram or sample; one that was taken before is passed over.
    public mutating func take(_ observation: Observation) {
        if let place = observation.place {
            guard place > tail.place else { return }
            tail.place = place
        }
        let time = tail.moment(of: observation)
        let registers = observation.numbers(.register)
        let new = Standing(time: time, equipment: observation.equipment, registers: registers)
        guard tail.believes(new, observation) else {
            tail.doubt = new
            tail.doubts += 1
            return
        }
        let isAfterDoubt = tail.doubt != nil && tail.time != nil
        tail.doubt = nil
        tail.doubts = 0
        let isOther = tail.isOther(observation, registers)
        let isStep = tail.time.map { time < $0 } ?? false
        let isSilence = tail.endsSilence(at: time)
        if let last = tail.time, isSilence || isOther {
            output.gaps.append(gap(from: last, to: time, isOther ? [] : registers))
        }
        if isOther || tail.epoch == nil || tail.epoch?.equipment == nil {
            noteEquipment(observation, registers, at: time, isOther: isOther)
        }
        if isOther || isStep { tail.registers = [] }
        var minute = minute(holding: time, isCut: isSilence || isOther, isStep: isStep)
        if isAfterDoubt { minute.edges.insert(.hasGap) }
        for register in registers { tail.add(register: register, to: &minute, observation) }
        for sample in observation.numbers(.sample) {
            tail.add(sample: sample, to: &minute, observation)
        }
        minute.evidence.append(
            Evidence(
                telegrams: 1, firstCounter: observation.counter, lastCounter: observation.counter,
                authentication: observation.authentication))
        tail.minute = minute
        tail.time = time
        tail.isChecked = observation.isChecked
    }

    /// What a silence, or the change of a meter, kept from us.
    private func gap(from: UTCTime, to: UTCTime, _ registers: [RegisterAmount]) -> MissingEnergy {
        let amounts = registers.compactMap { new -> RegisterAmount? in
            guard let before = tail.registers[new.name], !new.value.isLess(than: before) else {
                return nil
            }
            return RegisterAmount(name: new.name, value: new.value.minus(before))
        }
        return MissingEnergy(meter: meter, from: from, to: to, amounts: amounts)
    }
}

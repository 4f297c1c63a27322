// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a roll-up has to know to go on after a restart, apart from the rows it has written.
public struct RollUpTail: Sendable, Hashable {
    /// The place in the log of the last telegram taken.
    public var place: Int64
    /// Its moment; `nil` before the first.
    public var time: UTCTime?
    /// What the registers last said.
    public var registers: [RegisterAmount]
    /// The latest distances between telegrams in milliseconds, oldest first.
    public var distances: [Int64]
    /// The minute in progress; its ``RowEdges/endsOpen`` is not set.
    public var minute: SeriesRow?
    /// The meter in place; `nil` for sensors.
    public var epoch: EquipmentEpoch?
    /// The levels of a sensor.
    public var levels: [LevelMark]
    /// The latest moment for which rows are written, since the clock fell back from there; `nil`
    /// once the month in progress has nothing to do with it.
    public var mark: UTCTime?
    /// What a telegram said that is not believed yet.
    public var doubt: Standing?
    /// How many telegrams in a row were not believed.
    public var doubts = 0
    /// Where the minute before the one in progress begins; after a step back of the clock that is
    /// not the one before it in time.
    public var before: UTCTime?
    /// Whether a tag or a checksum vouches for the last telegram taken.
    public var isChecked = true

    /// Puts it together; by default that of a meter never heard of.
    public init(
        place: Int64 = -1, time: UTCTime? = nil, registers: [RegisterAmount] = [],
        distances: [Int64] = [], minute: SeriesRow? = nil, epoch: EquipmentEpoch? = nil,
        levels: [LevelMark] = [], mark: UTCTime? = nil, doubt: Standing? = nil
    ) {
        self.place = place
        self.time = time
        self.registers = registers
        self.distances = distances
        self.minute = minute
        self.epoch = epoch
        self.levels = levels
        self.mark = mark
        self.doubt = doubt
    }

    private static let day: Int64 = 86_400_000
    /// Telegrams that are set aside in a row; the next is believed whatever it says.
    private static let mostDoubts = 2

    /// The moment an observation counts for: the meter's, or that of receipt.
    ///
    /// Time never runs backwards, unless by more than a day: then it begins anew there. A clock that
    /// is more than a day ahead is not believed while the gateway's fits what was before.
    func moment(of observation: Observation) -> UTCTime {
        let received = observation.received
        guard let last = time else { return observation.meterTime ?? received }
        var moment = observation.meterTime ?? received
        let isAhead = moment.milliseconds - received.milliseconds > RollUpTail.day
        if isAhead, received.milliseconds > last.milliseconds - RollUpTail.day {
            moment = received
        }
        let back = last.milliseconds - moment.milliseconds
        return back > 0 && back <= RollUpTail.day ? last : moment
    }

    /// Whether a telegram comes from another meter than the one before: it has another name, or
    /// its energy registers are lower.
    func isOther(_ observation: Observation, _ new: [RegisterAmount]) -> Bool {
        guard let epoch else { return false }
        if let known = epoch.equipment, let name = observation.equipment, known != name {
            return true
        }
        return new.contains { new in
            guard new.name == "energy_import_kwh" || new.name == "energy_export_kwh",
                let before = registers[new.name]
            else { return false }
            return fell(new.name, from: before, to: new.value, observation)
        }
    }

    /// Whether a register began anew.
    ///
    /// Where nothing checks the new number or the one before, a fall of its last digits is the end
    /// of an error.
    func fell(
        _ name: String, from old: FixedPoint, to new: FixedPoint, _ observation: Observation
    ) -> Bool {
        let isExact = isChecked && observation.isChecked
        return (isExact ? new : new.plus(Standing.slack(name))).isLess(than: old)
    }

    /// Whether a telegram is to be reckoned with: a tag or checksum vouches for it, it follows from
    /// the last one, it bears out one that did not, or too many were set aside before it.
    func believes(_ new: Standing, _ observation: Observation) -> Bool {
        guard observation.place != nil, !observation.isChecked else { return true }
        if doubts >= RollUpTail.mostDoubts { return true }
        if let doubt, new.follows(doubt, received: observation.received) { return true }
        guard let time else { return false }
        let last = Standing(time: time, equipment: epoch?.equipment, registers: registers)
        return new.follows(last, received: observation.received)
    }
}

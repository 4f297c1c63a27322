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
            return Standing.fell(from: before, to: new.value, isChecked: observation.isChecked)
        }
    }

    /// Whether a telegram is to be reckoned with: a tag or checksum vouches for it, it follows from
    /// the last one, or it bears out one that did not.
    func believes(_ new: Standing, _ observation: Observation) -> Bool {
        guard let time, observation.place != nil, !observation.isChecked else { return true }
        let last = Standing(time: time, equipment: epoch?.equipment, registers: registers)
        return new.follows(last) || doubt.map(new.follows) ?? false
    }
}

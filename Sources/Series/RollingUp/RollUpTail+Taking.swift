// SPDX-License-Identifier: Apache-2.0
import Readings

// What the next telegram is, seen from the one before, and what remains of it.
extension RollUpTail {
    /// Whether a telegram of that moment ends a silence; the first telegram ends that of all time.
    mutating func endsSilence(at new: UTCTime) -> Bool {
        guard let time else { return true }
        let distance = new.milliseconds - time.milliseconds
        var rule = SilenceRule(distances: distances)
        let isSilence = distance < 0 || distance > rule.limit
        if distance >= 0 { rule.note(distance) }
        distances = rule.distances
        return isSilence
    }

    /// Counts a register's number in a minute and keeps it.
    mutating func add(
        register: RegisterAmount, to minute: inout SeriesRow, _ observation: Observation
    ) {
        let place = registers.firstIndex { $0.name == register.name }
        let before = place.map { registers[$0].value }
        let isRestart =
            before.map { fell(register.name, from: $0, to: register.value, observation) }
            ?? true
        var span = RegisterSpan(
            name: register.name, start: register.value, end: register.value,
            difference: register.value.minus(register.value), isRestart: isRestart)
        let isFirst = !minute.registers.contains { $0.name == register.name }
        if let before, !isRestart, !(isFirst && minute.edges.contains(.startsOpen)) {
            span.start = before
            span.difference = register.value.minus(before)
        }
        minute.append(span)
        if let place {
            registers[place].value = register.value
        } else {
            registers.append(register)
        }
    }

    /// Counts a sample in a minute; of a sensor's level, how far it moved.
    mutating func add(
        sample: RegisterAmount, to minute: inout SeriesRow, _ observation: Observation
    ) {
        guard observation.place == nil, Quantity.isLevel(sample.name) else {
            return minute.append(SampleSpan(name: sample.name, value: sample.value))
        }
        let place = levels.firstIndex { $0.name == sample.name }
        var level =
            place.map { levels[$0] }
            ?? LevelMark(name: sample.name, mark: sample.value, highest: sample.value)
        let (gain, use) = level.move(to: sample.value)
        minute.append(SampleSpan(name: sample.name, value: sample.value, gain: gain, use: use))
        if let place { levels[place] = level } else { levels.append(level) }
    }
}

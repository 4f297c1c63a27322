// SPDX-License-Identifier: Apache-2.0
import Readings
import Series
import TestSupport
import Testing

/// Roll-ups that go on from what they wrote, as after a restart.
@Suite struct ResumingTests {
    private let meter: MeterID
    private let calendar: PeriodCalendar

    init() throws {
        meter = try .named("flat-1")
        calendar = try .luxembourg()
    }

    /// Telegrams with silences and boundaries met to the second, by a clock that falls back by days.
    private func history(_ seed: UInt64, isChecked: Bool) throws -> [Observation] {
        var random = SeededGenerator(seed: seed)
        func chance(_ count: UInt64) -> Bool { random.next() % count == 0 }
        let cadence = [Int64(10), 60, 300, 900][Int(random.next() % 4)]
        var seconds = try #require(UTCTime("2026-04-10T10:00:00Z")).seconds
        var wattHours: Int64 = 5_000_000
        return (Int64(0)..<240).map { place in
            let time = UTCTime(seconds: seconds)
            let register = RegisterAmount(name: "energy_import_kwh", value: .wattHours(wattHours))
            wattHours += Int64(random.next() % 30)
            seconds += cadence
            if chance(40) {
                let silences: [Int64] = [60, 600, 3_600, 40_000, 90_000, 300_000]
                seconds += silences[Int(random.next() % 6)] + Int64(random.next() % 100)
            }
            if chance(60) { seconds -= 86_500 + Int64(random.next() % 400_000) }
            if chance(60) { seconds = seconds / 900 * 900 + 900 }
            return Observation(
                place: place, meterTime: time, received: time, equipment: "SAG1", counter: nil,
                authentication: isChecked ? .verified : .clear, isChecked: isChecked,
                readings: [Reading(name: register.name, value: .number(register.value))])
        }
    }

    private func written(_ telegrams: [Observation], restartEvery count: Int) -> WrittenHistory {
        var history = WrittenHistory()
        var rollUp = RollUp(meter, calendar)
        for (index, telegram) in telegrams.enumerated() {
            rollUp.take(telegram)
            history.write(rollUp.drain())
            guard index % count == count - 1 else { continue }
            rollUp = history.resumed(meter, calendar, rollUp.tail)
        }
        return history
    }

    @Test func `a silence after a step of the clock counts once over a restart`() throws {
        let start = try #require(UTCTime("2026-04-10T10:00:00Z"))
        let ahead: Int64 = 2 * 86_400
        // Two hours two days ahead; ten minutes of the right day; the same day again with a silence.
        let stretches: [(from: Int64, count: Int64)] = [
            (ahead, 720), (0, 60), (ahead + 5, 30), (ahead + 2_465, 200),
        ]
        let moments = stretches.flatMap { from, count in (0..<count).map { from + $0 * 10 } }
        let telegrams = moments.enumerated().map { index, second in
            Observation(
                place: Int64(index), meterTime: start.plus(second), received: start.plus(second),
                equipment: nil, counter: nil, authentication: .verified,
                readings: [
                    Reading(name: "energy_import_kwh", value: .number(.wattHours(Int64(index))))
                ])
        }
        for restart in [811, 812, 1] {
            let history = written(telegrams, restartEvery: restart)
            let quarter = history.row(.quarterHour, at: start.plus(ahead + 1_800))
            #expect(quarter?.register("energy_import_kwh")?.difference == .wattHours(113))
            #expect(quarter?.telegrams == 114)
        }
    }

    @Test(arguments: UInt64(0)..<16)
    func `steps of the clock and silences give the same rows over restarts after any telegram`(
        seed: UInt64
    ) throws {
        for isChecked in [true, false] {
            let telegrams = try history(seed, isChecked: isChecked)
            let whole = written(telegrams, restartEvery: .max)
            #expect(written(telegrams, restartEvery: 1) == whole)
            #expect(written(telegrams, restartEvery: 7) == whole)
        }
    }
}

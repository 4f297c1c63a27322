// SPDX-License-Identifier: Apache-2.0
import Readings

/// A virtual sensor together with what is going to go wrong with its next lines.
struct SensorStation {
    let sensor: VirtualSensor
    /// Whether it looks into an empty sky: it then says 765.
    private(set) var hasNoTarget = false
    private var truncations = 0
    private var random: SeededRandom

    init(sensor: VirtualSensor, seed: UInt64) {
        self.sensor = sensor
        random = SeededRandom(seed: SeededRandom.mix(seed, 301, 0))
    }

    /// Carries out an order that is a sensor's.
    mutating func perform(_ command: StreetCommand) throws(SimulationError) {
        switch command {
        case .damage(.truncate, _, let count): truncations += count
        case .turn(.noTarget, _, let on): hasNoTarget = on
        default: throw .notForThisPort(command: command.word, id: sensor.id.text)
        }
    }

    /// The next line.
    mutating func next(at time: UTCTime) -> Transmission {
        let distance = hasNoTarget ? VirtualSensor.noTarget : sensor.distance(at: time)
        let line = VirtualSensor.line(distance)
        var bytes = line.bytes
        let cut = truncations > 0
        if cut {
            truncations -= 1
            bytes.removeLast(1 + random.below(bytes.count - 1))
        }
        var fields: [(name: String, value: LedgerValue)] = [
            ("fault", cut ? .text("truncate") : hasNoTarget ? .text("no_target") : .none),
            ("raw", .text(String(decoding: bytes, as: UTF8.self))),
        ]
        if !cut { fields += line.readings.map { ($0.name, .text($0.value)) } }
        let entry = LedgerEntry(kind: "sample", id: sensor.id.text, fields: fields)
        return Transmission([Transmission.Part(bytes: bytes, entry: entry)])
    }
}

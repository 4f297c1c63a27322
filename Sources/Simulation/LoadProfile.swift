// SPDX-License-Identifier: Apache-2.0
import Readings

/// How much a household takes and its roof gives, at any moment.
///
/// A pure function of a seed and the time, in whole numbers throughout: any machine finds the same
/// watts for the same second, however often it asks.
struct LoadProfile: Sendable {
    private let seed: UInt64
    private let peakLoad: Int
    private let standby: Int
    /// What the roof gives at noon of a clear summer day; 0 without panels.
    let peakSolar: Int

    init(seed: UInt64, solar: Bool) {
        self.seed = seed
        peakLoad = SeededRandom.mix(seed, 1, 0, in: 900...2_600)
        standby = SeededRandom.mix(seed, 1, 1, in: 70...240)
        peakSolar = solar ? SeededRandom.mix(seed, 1, 2, in: 4_000...9_500) : 0
    }

    /// The three phases, L1 first.
    func phases(at time: UTCTime) -> [PhasePower] {
        let load = self.load(at: time)
        let solar = self.solar(at: time) / 3
        let shares = [45, 30, 25]
        return (0..<3).map { phase in
            let kettle = phase == 0 ? self.kettle(at: time) : 0
            let own = load * shares[phase] / 100 + kettle
            let volts = SeededRandom.mix(seed, UInt64(20 + phase), time.seconds / 5, in: 226...236)
            let reactive = own * SeededRandom.mix(seed, 30, Int64(phase), in: 90...260) / 1_000
            return PhasePower(
                active: own - solar, reactive: reactive - solar / 25, volts: volts + solar / 1_000)
        }
    }

    /// Watts in thousandths of the peak, by the hour of the local day.
    private static let day = [
        250, 200, 180, 170, 170, 200, 400, 700, 650, 450, 400, 450,
        600, 550, 420, 400, 450, 650, 900, 1_000, 950, 800, 600, 400,
    ]

    private func load(at time: UTCTime) -> Int {
        let minute = CentralEuropeanTime.minuteOfDay(time)
        let here = LoadProfile.day[minute / 60]
        let next = LoadProfile.day[(minute / 60 + 1) % 24]
        let curve = here + (next - here) * (minute % 60) / 60
        let minutely = SeededRandom.mix(seed, 2, time.seconds / 60, in: 700...1_300)
        let jitter = SeededRandom.mix(seed, 3, time.seconds, in: -15...15)
        return standby + peakLoad * curve / 1_000 * minutely / 1_000 + jitter
    }

    /// Two kilowatts for three minutes, now and then by day.
    private func kettle(at time: UTCTime) -> Int {
        let awake = (360...1_350).contains(CentralEuropeanTime.minuteOfDay(time))
        return awake && SeededRandom.mix(seed, 4, time.seconds / 180, in: 0...24) == 0 ? 2_000 : 0
    }

    private func solar(at time: UTCTime) -> Int {
        guard peakSolar > 0 else { return 0 }
        let month = CentralEuropeanTime.month(time)
        // Half the length of the day in minutes, and the height of noon in per cent, January first.
        let halfDay = [250, 300, 355, 415, 460, 485, 475, 435, 375, 320, 265, 240][month - 1]
        let height = [28, 42, 62, 80, 93, 100, 98, 88, 70, 48, 31, 24][month - 1]
        // Noon in Luxembourg is at about 11:37 UTC.
        let fromNoon = abs(Int(time.seconds % 86_400 / 60) - 697)
        guard fromNoon < halfDay else { return 0 }
        let bow = 1_000 * (halfDay * halfDay - fromNoon * fromNoon) / (halfDay * halfDay)
        let cloud = SeededRandom.mix(seed, 5, time.seconds / 600, in: 250...1_000)
        let passing = SeededRandom.mix(seed, 6, time.seconds / 10, in: 960...1_000)
        return peakSolar * height / 100 * bow / 1_000 * cloud / 1_000 * passing / 1_000
    }
}

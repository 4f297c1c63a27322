// SPDX-License-Identifier: Apache-2.0
import Readings

/// A flat with its registers: what an electricity meter measures.
///
/// The power that a telegram shows is the one its registers have added up since the telegram
/// before, so that each register's step is its power times the time between, to the
/// watt-millisecond.
struct Household: Sendable {
    private let profile: LoadProfile
    private(set) var phases: [PhasePower]
    private(set) var energyImport: EnergyRegister
    private(set) var energyExport: EnergyRegister
    private(set) var reactiveImport: EnergyRegister
    private(set) var reactiveExport: EnergyRegister
    private(set) var gas: MBusDevice
    private(set) var water: MBusDevice
    private var last: UTCTime

    init(seed: UInt64, solar: Bool, start: UTCTime) {
        profile = LoadProfile(seed: seed, solar: solar)
        phases = profile.phases(at: start)
        // A street that is started again later goes on roughly where it would have been.
        let hours = max(0, start.seconds - Household.firstDay) / 3_600
        func begin(_ stream: Int64, average: ClosedRange<Int>) -> EnergyRegister {
            let watts = SeededRandom.mix(seed, 8, stream, in: average)
            let before = SeededRandom.mix(seed, 9, stream, in: 100_000...900_000)
            return EnergyRegister(wattHours: Int64(before) + hours * Int64(watts))
        }
        energyImport = begin(0, average: 250...600)
        energyExport = solar ? begin(1, average: 200...500) : EnergyRegister(wattHours: 0)
        reactiveImport = begin(2, average: 20...60)
        reactiveExport = begin(3, average: 5...20)
        gas = .gas(seed: seed, start: start)
        water = .water(seed: seed, start: start)
        last = start
    }

    /// 2020-01-01, when the meters of the street were installed.
    static let firstDay: Int64 = 1_577_836_800

    /// The sum over the phases in watts; the meter balances them, so it is import or export, never
    /// both.
    var active: Int { phases.reduce(0) { $0 + $1.active } }

    /// The sum over the phases in vars.
    var reactive: Int { phases.reduce(0) { $0 + $1.reactive } }

    /// Lets time pass; a clock that goes back adds nothing.
    mutating func advance(to time: UTCTime) {
        let elapsed = time.milliseconds - last.milliseconds
        if elapsed > 0 {
            phases = profile.phases(at: time)
            energyImport.add(watts: active, milliseconds: elapsed)
            energyExport.add(watts: -active, milliseconds: elapsed)
            reactiveImport.add(watts: reactive, milliseconds: elapsed)
            reactiveExport.add(watts: -reactive, milliseconds: elapsed)
            last = time
        }
        gas.advance(to: time)
        water.advance(to: time)
    }
}

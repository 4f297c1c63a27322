// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The two registers that only grow; their difference over a gap is what the missed telegrams would
/// have said.
public struct EnergyRegisters: Sendable, Hashable {
    /// Energy from the grid in kWh; `nil` when the telegram did not say.
    public var energyImport: FixedPoint?
    /// Energy to the grid in kWh; `nil` when the telegram did not say.
    public var energyExport: FixedPoint?

    /// Takes the registers of a telegram.
    public init(energyImport: FixedPoint? = nil, energyExport: FixedPoint? = nil) {
        self.energyImport = energyImport
        self.energyExport = energyExport
    }

    /// What was added since `earlier`, exactly; `nil` for a register that one of the two telegrams
    /// lacks.
    func advance(since earlier: EnergyRegisters) -> EnergyRegisters {
        EnergyRegisters(
            energyImport: Self.difference(energyImport, earlier.energyImport),
            energyExport: Self.difference(energyExport, earlier.energyExport))
    }

    private static func difference(_ later: FixedPoint?, _ earlier: FixedPoint?) -> FixedPoint? {
        guard let later, let earlier else { return nil }
        return later.subtracting(earlier)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What a roll-up has to write.
public struct RollUpOutput: Sendable {
    /// Rows of periods that are over, in order for each resolution.
    public internal(set) var rows: [SeriesRow] = []
    /// Silences that are over.
    public internal(set) var gaps: [MissingEnergy] = []
    /// Epochs that began, ended or learned a name.
    public internal(set) var epochs: [EquipmentEpoch] = []

    /// Whether there is nothing.
    public var isEmpty: Bool { rows.isEmpty && gaps.isEmpty && epochs.isEmpty }
}

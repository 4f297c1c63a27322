// SPDX-License-Identifier: Apache-2.0

/// What a roll-up has to write.
public struct RollUpOutput: Sendable {
    /// Rows of periods that are over, in order for each resolution.
    public internal(set) var rows: [SeriesRow] = []
    /// What is added to rows that may be written already, in order; after ``rows``.
    public internal(set) var additions: [RowAddition] = []
    /// Silences that are over.
    public internal(set) var gaps: [MissingEnergy] = []
    /// Epochs that began, ended or learned a name.
    public internal(set) var epochs: [EquipmentEpoch] = []

    /// Whether there is nothing.
    public var isEmpty: Bool { rows.isEmpty && additions.isEmpty && gaps.isEmpty && epochs.isEmpty }
}

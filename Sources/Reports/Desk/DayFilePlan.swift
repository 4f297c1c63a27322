// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Which day files are written.
public struct DayFilePlan: Sendable {
    /// Where they are kept.
    public let archive: DayFileArchive
    /// Of which meters.
    public let meters: [MeterID]
    /// The sensor whose centimetres stand in them, if the layout has them.
    public let tank: MeterID?

    /// Puts it together.
    public init(archive: DayFileArchive, meters: [MeterID], tank: MeterID?) {
        self.archive = archive
        self.meters = meters
        self.tank = tank
    }
}

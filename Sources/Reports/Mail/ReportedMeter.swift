// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// One meter in a report: a row of its table and a picture.
public struct ReportedMeter: Sendable {
    /// What people call it.
    public let name: String
    /// The row of the day or month; `nil` when nothing was heard.
    public let total: SeriesRow?
    /// The highest mean or measured power in kW.
    public let peak: FixedPoint?
    /// Whether there may have been more energy than the row has.
    public let isLeastOnly: Bool
    /// The silences that ended in the day or month and began before it: what went by in them is in
    /// no row.
    public let unseen: [MissingEnergy]
    /// The moments at which another meter took its place.
    public let exchanges: [UTCTime]
    /// Its picture; `nil` if it could not be drawn.
    public let picture: InlinePicture?

    /// Puts it together.
    public init(
        name: String, total: SeriesRow?, peak: FixedPoint?, isLeastOnly: Bool = false,
        unseen: [MissingEnergy] = [], exchanges: [UTCTime] = [], picture: InlinePicture?
    ) {
        self.name = name
        self.total = total
        self.peak = peak
        self.isLeastOnly = isLeastOnly
        self.unseen = unseen
        self.exchanges = exchanges
        self.picture = picture
    }
}

// SPDX-License-Identifier: Apache-2.0
public import Series

/// One sensor in a report: a row of its second table, and a picture if no meter's picture shows it.
public struct ReportedLevel: Sendable {
    /// What people call it.
    public let name: String
    /// What its value is measured in, `l`.
    public let unit: String
    /// What it did in the day or month; `nil` when nothing was heard.
    public let span: SampleSpan?
    /// Its picture; `nil` if there is none.
    public let picture: InlinePicture?

    /// Takes what a sensor did from the row of the day or month.
    public init(_ source: LevelSource, total: SeriesRow?, picture: InlinePicture? = nil) {
        name = source.name
        unit = Quantity.sensor(source.reading).unit
        span = total?.sample(source.reading)
        self.picture = picture
    }
}

// SPDX-License-Identifier: Apache-2.0
public import Readings

/// One period of a series: the time after its start, up to and including its end.
///
/// A telegram at the very end belongs to the period: its register is the value at the boundary. So
/// the telegram of midnight closes the day before.
public struct Period: Sendable, Hashable {
    /// How long it is.
    public let resolution: Resolution
    /// Where it begins; the moment itself belongs to the period before.
    public let start: UTCTime
    /// Where it ends; the moment itself belongs to it.
    public let end: UTCTime

    /// Names a period; a whole number of minutes.
    public init(_ resolution: Resolution, start: UTCTime, end: UTCTime) {
        self.resolution = resolution
        self.start = start
        self.end = end
    }

    /// Whether a moment belongs to it.
    public func contains(_ time: UTCTime) -> Bool { start < time && time <= end }

    /// Its length in whole minutes.
    public var minutes: Int { Int((end.milliseconds - start.milliseconds) / 60_000) }
}

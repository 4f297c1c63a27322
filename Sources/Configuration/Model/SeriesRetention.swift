// SPDX-License-Identifier: Apache-2.0

/// How long the rows of each resolution are kept; `nil` is for ever.
public struct SeriesRetention: Sendable, Hashable {
    /// Rows of a minute.
    ///
    /// Default 90 days.
    public let minutes: Duration?
    /// Rows of a quarter-hour.
    ///
    /// Default for ever.
    public let quarterHours: Duration?
    /// Rows of an hour.
    ///
    /// Default for ever.
    public let hours: Duration?
    /// Rows of a day.
    ///
    /// Default for ever.
    public let days: Duration?
    /// Rows of a month.
    ///
    /// Default for ever.
    public let months: Duration?
}

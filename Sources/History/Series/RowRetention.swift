// SPDX-License-Identifier: Apache-2.0
public import Series

/// How long rows of each resolution are kept; `nil` for ever.
public struct RowRetention: Sendable, Hashable {
    /// Minutes; ninety days by default.
    public var minutes: Duration?
    /// Quarter-hours.
    public var quarterHours: Duration?
    /// Hours.
    public var hours: Duration?
    /// Days.
    public var days: Duration?
    /// Months.
    public var months: Duration?

    /// The default: minutes for ninety days, all else for ever.
    public init(
        minutes: Duration? = .seconds(90 * 86_400), quarterHours: Duration? = nil,
        hours: Duration? = nil, days: Duration? = nil, months: Duration? = nil
    ) {
        self.minutes = minutes
        self.quarterHours = quarterHours
        self.hours = hours
        self.days = days
        self.months = months
    }

    /// How long rows of a resolution are kept.
    public subscript(resolution: Resolution) -> Duration? {
        switch resolution {
        case .minute: minutes
        case .quarterHour: quarterHours
        case .hour: hours
        case .day: days
        case .month: months
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How long the periods of a series are; the raw value is the word on the command line and in the
/// interface.
public enum Resolution: String, Sendable, Hashable, CaseIterable, Comparable {
    /// A minute.
    case minute
    /// A quarter of an hour, which is what grid operators count in.
    case quarterHour = "quarter-hour"
    /// An hour of the local clock.
    case hour
    /// A day from midnight to midnight of the local clock: 23, 24 or 25 hours.
    case day
    /// A month of the local calendar.
    case month

    /// The next longer one, whose periods are made of these; `nil` for months.
    public var longer: Resolution? {
        switch self {
        case .minute: .quarterHour
        case .quarterHour: .hour
        case .hour: .day
        case .day: .month
        case .month: nil
        }
    }

    /// The next shorter one, which these periods are made of; `nil` for minutes.
    public var shorter: Resolution? {
        switch self {
        case .minute: nil
        case .quarterHour: .minute
        case .hour: .quarterHour
        case .day: .hour
        case .month: .day
        }
    }

    /// The shorter is the smaller one.
    public static func < (left: Resolution, right: Resolution) -> Bool {
        left.rank < right.rank
    }

    /// Where it stands, from 0 for minutes to 4 for months.
    public var rank: Int {
        switch self {
        case .minute: 0
        case .quarterHour: 1
        case .hour: 2
        case .day: 3
        case .month: 4
        }
    }
}

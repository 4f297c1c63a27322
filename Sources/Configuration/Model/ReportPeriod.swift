// SPDX-License-Identifier: Apache-2.0

/// What a report covers, and so how often it is sent.
public enum ReportPeriod: String, Sendable, Hashable, CaseIterable {
    /// The day before, each day.
    case day
    /// The month before, on the first of each month.
    case month
}

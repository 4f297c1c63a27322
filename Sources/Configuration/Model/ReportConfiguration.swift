// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A mail that is sent regularly: an entry of `reports`.
public struct ReportConfiguration: Sendable, Hashable {
    /// When it is sent, in the zone of ``GatewaySettings/timeZone``.
    public let at: TimeOfDay
    /// What it covers.
    ///
    /// Default a day.
    public let every: ReportPeriod
    /// Who gets it; at least one.
    public let recipients: [MailAddress]
    /// The meters in it, in the order of the entry.
    ///
    /// Default all that are enabled, in the order of the file.
    public let meters: [MeterID]
    /// Its language.
    ///
    /// Default English.
    public let language: ReportLanguage
}

// SPDX-License-Identifier: Apache-2.0

/// What concerns the gateway as a whole: the section `gateway`.
public struct GatewaySettings: Sendable, Hashable {
    /// The folder it may write to.
    ///
    /// Default `/var/lib/meter-gateway`.
    public let stateDirectory: String
    /// The zone whose days and months count, by its name in the tz database.
    ///
    /// Default `Europe/Luxembourg`.
    public let timeZone: String
    /// The least urgent messages that are logged.
    ///
    /// Default `info`.
    public let logLevel: LogLevel
    /// How often stored telegrams are forced to the disk.
    ///
    /// Default `balanced`.
    public let durability: Durability
    /// How long telegrams are kept.
    ///
    /// Default seven days.
    public let telegramRetention: Duration
    /// How long the rows made from them are kept.
    public let seriesRetention: SeriesRetention
}

// SPDX-License-Identifier: Apache-2.0
public import Readings

/// Where and how the log keeps telegrams.
public struct StoreSettings: Sendable {
    /// The folder; it must exist.
    public var directory: String
    /// What a power cut may take.
    public var durability = Durability.balanced
    /// How long telegrams are kept once every sink has them.
    public var retention = Duration.seconds(7 * 86_400)
    /// Who takes telegrams out of the log, by a name that stays the same over the years.
    ///
    /// The cursor of a sink that is not named here is forgotten, so that it holds nothing back.
    public var sinks: [String]
    /// The most telegrams that wait for the writer before the oldest is dropped and counted.
    public var queueLimit = 1_000
    /// The most telegrams of a meter kept in memory while there is no store.
    public var ringLimit = 360
    /// How long a telegram may wait to be forced to the medium, and the cursors to be written.
    public var window = Duration.seconds(60)
    /// After how many acknowledgements the cursors are written in any case.
    public var cursorLimit = 200
    /// How long to wait before a store that failed is opened again.
    public var reopenAfter = Duration.seconds(60)
    /// How long the database may be checked at the start.
    public var checkLimit = Duration.milliseconds(1_500)
    /// How long the database may be looked through once a day, beside everything else.
    public var dailyCheckLimit = Duration.seconds(300)
    /// Whether at a time of day other work is done on the disk that the daily look has to wait for.
    public var isBusy: @Sendable (UTCTime) -> Bool = { _ in false }
    /// How often the log looks after itself; `nil` for tests, which say when.
    public var tick: Duration? = .seconds(15)

    /// The default settings for a folder.
    public init(directory: String, sinks: [String]) {
        self.directory = directory
        self.sinks = sinks
    }
}

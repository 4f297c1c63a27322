// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What the log tells its owner as it happens.
public enum StoreEvent: Sendable, Hashable {
    /// A telegram is committed; sinks can fetch it.
    case stored(MeterID, id: Int64)
    /// A telegram is kept in memory for the time being; sinks can fetch it.
    case kept(MeterID)
    /// A verified telegram whose counter is not above the log's floor was not stored again.
    case repeated(MeterID, frameCounter: UInt32)
    /// Frames are missing between the telegram just stored and the one before.
    case gap(TelegramGap)
    /// A meter's telegrams are sealed with another key now, or come from another meter.
    case epochChanged(EpochChange)
    /// The log works differently now.
    case changed(StoreState)
    /// The last run did not end by itself; a minute may be missing in `balanced` and `gentle`.
    case uncleanStart
    /// The daily look found damage, in SQLite's words; told once until one finds none.
    case checkFailed(detail: String)
    /// The database was damaged; its files now bear this name.
    case setAside(file: String)
    /// So many telegrams of the damaged database were saved.
    case recovered(telegrams: Int)
    /// There was no database, or an unreadable one: the replay floors come from the side file, or
    /// begin anew.
    case floorRebuilt(epochs: Int)
}

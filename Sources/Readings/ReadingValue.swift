// SPDX-License-Identifier: Apache-2.0

/// What a reading says: an exact number, a text or a moment.
public enum ReadingValue: Sendable, Hashable {
    /// A quantity, with the decimals the meter sent.
    case number(FixedPoint)
    /// A state or message in the meter's own words.
    case text(String)
    /// A moment the meter named, such as when a gas register was read.
    case time(UTCTime)
}

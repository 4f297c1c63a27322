// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What stands between one pair of brackets: `(000006.695*kWh)`, `(180130102122W)`, `(48616C6C6F)`.
///
/// Sixteen bytes, without a reference: a telegram's values lie side by side.
public struct DataValue: Sendable, Hashable {
    /// How the bytes read.
    public enum Kind: UInt8, Sendable {
        /// A decimal number, with or without a unit.
        case number
        /// A clock time with its S or W flag; the payload is seconds since 1970 in UTC.
        case time
        /// A clock time that is unset or no date of the calendar.
        case noTime
        /// Anything else, and numbers of more than 18 digits.
        case text
    }

    /// Mantissa of a number, or seconds of a time.
    var payload: Int64
    /// Position of the first byte in the telegram's text.
    public internal(set) var offset: UInt16
    /// How many bytes it has, unit included.
    public internal(set) var length: UInt16
    /// How the bytes read.
    public internal(set) var kind: Kind
    var decimals: UInt8
    /// The unit, if one follows.
    public internal(set) var unit: Unit

    /// The number; `nil` when this is none.
    public var number: FixedPoint? {
        kind == .number ? FixedPoint(payload, decimals: decimals) : nil
    }
    /// The moment; `nil` when this is no time, or an unset or impossible one.
    public var time: UTCTime? { kind == .time ? UTCTime(seconds: payload) : nil }
}

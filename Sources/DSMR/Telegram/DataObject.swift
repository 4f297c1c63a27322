// SPDX-License-Identifier: Apache-2.0

/// One data object of a telegram: its OBIS code and the groups of values behind it.
public struct DataObject: Sendable, Hashable {
    /// The code.
    public internal(set) var code: OBISCode
    /// Position of the code in the telegram's text.
    var offset: UInt16
    /// How many bytes the code has as sent.
    var length: UInt8
    /// The first of its values in the telegram's list.
    var firstValue: UInt16
    /// How many values it has.
    public internal(set) var valueCount: UInt16
}

// SPDX-License-Identifier: Apache-2.0

/// The name of a value, `1-0:1.8.0`: medium, channel, quantity, kind of measurement, tariff.
///
/// Six groups of 0 to 255, packed into one word; the sixth (F) is 255 when a meter does not send it
/// (IEC 62056-61).
public struct OBISCode: Sendable, Hashable {
    /// A to F, A in the sixth byte from the right.
    public let packed: UInt64

    /// Wraps the packed form.
    init(packed: UInt64) { self.packed = packed }

    /// Names `A-B:C.D.E`.
    public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8) {
        packed =
            UInt64(a) << 40 | UInt64(b) << 32 | UInt64(c) << 24 | UInt64(d) << 16 | UInt64(e) << 8
            | 0xFF
    }

    /// The medium: 0 abstract, 1 electricity, 7 gas.
    public var a: UInt8 { UInt8(truncatingIfNeeded: packed >> 40) }
    /// The channel: for M-Bus devices 1 to 4.
    public var b: UInt8 { UInt8(truncatingIfNeeded: packed >> 32) }
    /// The same code without its F group and with channel 0.
    var onChannelZero: OBISCode { OBISCode(packed: packed & ~(0xFF << 32) | 0xFF) }
    /// The same code without its F group.
    var withoutF: OBISCode { OBISCode(packed: packed | 0xFF) }
}

extension OBISCode: CustomStringConvertible {
    /// `A-B:C.D.E`, and `*F` when the meter sent one.
    public var description: String {
        func group(_ shift: UInt64) -> UInt64 { packed >> shift & 0xFF }
        let five = "\(group(40))-\(group(32)):\(group(24)).\(group(16)).\(group(8))"
        return group(0) == 0xFF ? five : "\(five)*\(group(0))"
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A unit as meters write it, in any mixture of cases.
public enum Unit: UInt8, Sendable, Hashable {
    case none, kWh, Wh, MWh, kvarh, varh, kW, W, kvar, `var`, kVA, VA, V, mV, A, mA, Hz, kHz, m3,
        dm3, GJ, MJ, s
    /// Letters that are in no list; the value stays an object and gives no reading.
    case unknown

    /// The unit that the bytes name, at most six of them.
    @inline(__always)
    static func named(_ bytes: UnsafePointer<UInt8>, count: Int) -> Unit {
        guard count > 0, count <= 6 else { return count == 0 ? .none : .unknown }
        var key: UInt64 = 0
        for index in 0..<count { key = unsafe key << 8 | UInt64(bytes[index] | 0x20) }
        return unsafe named(key, first: bytes[0])
    }

    /// The unit that the bytes name.
    static func named(_ bytes: ArraySlice<UInt8>) -> Unit {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return .none }
            return unsafe named(start, count: buffer.count)
        }
    }

    /// Looks lower-cased bytes up; `first` as sent tells milli from mega.
    private static func named(_ key: UInt64, first: UInt8) -> Unit {
        switch key {
        case 0x6B_7768: .kWh
        case 0x6B77: .kW
        case 0x6B_7661: .kVA
        case 0x6B_7661_72: .kvar
        case 0x6B_7661_7268: .kvarh
        case 0x76: .V
        case 0x61: .A
        case 0x6D33, 0x6D_E2B3, 0x6D_B3: .m3
        case 0x73: .s
        case 0x7768: .Wh
        case 0x77: .W
        case 0x7661_72: .`var`
        case 0x7661_7268: .varh
        case 0x7661: .VA
        case 0x687A: .Hz
        case 0x6B68_7A: .kHz
        case 0x676A: .GJ
        case 0x6D6A: first == UInt8(ascii: "M") ? .MJ : .unknown
        case 0x6D77_68: first == UInt8(ascii: "M") ? .MWh : .unknown
        case 0x6D76: first == UInt8(ascii: "m") ? .mV : .unknown
        case 0x6D61: first == UInt8(ascii: "m") ? .mA : .unknown
        case 0x64_6D33: .dm3
        default: .unknown
        }
    }

    /// The unit readings are published in, the power of ten that leads there, and its suffix in names.
    var canonical: (suffix: String, power: Int)? {
        switch self {
        case .kWh: ("kwh", 0)
        case .Wh: ("kwh", -3)
        case .MWh: ("kwh", 3)
        case .kvarh: ("kvarh", 0)
        case .varh: ("kvarh", -3)
        case .kW: ("kw", 0)
        case .W: ("kw", -3)
        case .kvar: ("kvar", 0)
        case .`var`: ("kvar", -3)
        case .kVA: ("kva", 0)
        case .VA: ("kva", -3)
        case .V: ("v", 0)
        case .mV: ("v", -3)
        case .A: ("a", 0)
        case .mA: ("a", -3)
        case .Hz: ("hz", 0)
        case .kHz: ("hz", 3)
        case .m3: ("m3", 0)
        case .dm3: ("m3", -3)
        case .GJ: ("gj", 0)
        case .MJ: ("gj", -3)
        case .s: ("s", 0)
        case .none, .unknown: nil
        }
    }
}

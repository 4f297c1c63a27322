// SPDX-License-Identifier: Apache-2.0

/// A unit as meters write it, in any mixture of cases.
public enum Unit: UInt8, Sendable, Hashable {
    case none, kWh, Wh, MWh, GWh, kvarh, varh, Mvarh, kW, W, MW, kvar, `var`, Mvar, kVA, VA, MVA, V,
        mV, kV, A, mA, kA, Hz, kHz, m3, dm3, l, GJ, MJ, kJ, s
    /// Letters that are in no list; the value stays an object and gives no reading.
    case unknown

    /// The letters of a unit in lower case, packed into one word; what was sent first tells milli
    /// from mega.
    struct Key {
        /// The longest unit has that many bytes.
        static let limit = 6
        fileprivate var packed: UInt64 = 0
        fileprivate var first: UInt8 = 0

        @inline(__always)
        mutating func append(_ byte: UInt8) {
            if packed == 0 { first = byte }
            packed = packed << 8 | UInt64(byte | 0x20)
        }
    }

    /// The unit that the bytes name.
    static func named(_ bytes: some Sequence<UInt8>) -> Unit {
        var key = Key()
        var count = 0
        for byte in bytes {
            count += 1
            guard count <= Key.limit else { return .unknown }
            key.append(byte)
        }
        return named(key)
    }

    /// Looks a unit up.
    static func named(_ key: Key) -> Unit {
        let first = key.first
        return switch key.packed {
        case 0: .none
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
        case 0x6B76: .kV
        case 0x6B61: .kA
        case 0x6C: .l
        case 0x676A: .GJ
        case 0x6B6A: .kJ
        case 0x67_7768: .GWh
        case 0x6D6A: first == UInt8(ascii: "M") ? .MJ : .unknown
        case 0x6D77_68: first == UInt8(ascii: "M") ? .MWh : .unknown
        case 0x6D77: first == UInt8(ascii: "M") ? .MW : .unknown
        case 0x6D_7661: first == UInt8(ascii: "M") ? .MVA : .unknown
        case 0x6D_7661_72: first == UInt8(ascii: "M") ? .Mvar : .unknown
        case 0x6D_7661_7268: first == UInt8(ascii: "M") ? .Mvarh : .unknown
        case 0x6D76: first == UInt8(ascii: "m") ? .mV : .unknown
        case 0x6D61: first == UInt8(ascii: "m") ? .mA : .unknown
        case 0x64_6D33: .dm3
        default: .unknown
        }
    }

    /// The unit readings are published in, the power of ten that leads there, and its suffix in
    /// names.
    var canonical: (suffix: String, power: Int)? {
        switch self {
        case .kWh: ("kwh", 0)
        case .Wh: ("kwh", -3)
        case .MWh: ("kwh", 3)
        case .GWh: ("kwh", 6)
        case .kvarh: ("kvarh", 0)
        case .varh: ("kvarh", -3)
        case .Mvarh: ("kvarh", 3)
        case .kW: ("kw", 0)
        case .W: ("kw", -3)
        case .MW: ("kw", 3)
        case .kvar: ("kvar", 0)
        case .`var`: ("kvar", -3)
        case .Mvar: ("kvar", 3)
        case .kVA: ("kva", 0)
        case .VA: ("kva", -3)
        case .MVA: ("kva", 3)
        case .V: ("v", 0)
        case .mV: ("v", -3)
        case .kV: ("v", 3)
        case .A: ("a", 0)
        case .mA: ("a", -3)
        case .kA: ("a", 3)
        case .Hz: ("hz", 0)
        case .kHz: ("hz", 3)
        case .m3: ("m3", 0)
        case .dm3, .l: ("m3", -3)
        case .GJ: ("gj", 0)
        case .MJ: ("gj", -3)
        case .kJ: ("gj", -6)
        case .s: ("s", 0)
        case .none, .unknown: nil
        }
    }

    /// A name with this unit as suffix.
    func behind(_ name: String) -> String { canonical.map { "\(name)_\($0.suffix)" } ?? name }
}

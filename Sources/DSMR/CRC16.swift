// SPDX-License-Identifier: Apache-2.0

/// The two 16-bit checksums that P1 telegrams carry.
///
/// Sixteen bytes a step by sixteen tables ("slicing by 16"): about 0.3 ns a byte where a bitwise
/// CRC takes 8.
public enum CRC16 {
    /// CRC-16/ARC, the rule: x¹⁶+x¹⁵+x²+1 reflected, start 0.
    ///
    /// `123456789` gives BB3D (DSMR 5.0.2, 6.2).
    public static func arc(_ bytes: Span<UInt8>) -> UInt16 {
        run(bytes, tables: arcTables, start: 0)
    }

    /// CRC-16/X-25, which a few Hungarian meters send instead.
    ///
    /// `123456789` gives 906E.
    public static func x25(_ bytes: Span<UInt8>) -> UInt16 {
        run(bytes, tables: x25Tables, start: 0xFFFF) ^ 0xFFFF
    }

    private static let arcTables = tables(polynomial: 0xA001)
    private static let x25Tables = tables(polynomial: 0x8408)

    /// Table `k` advances a byte by `k` further bytes of zeros; 16 × 256 entries, one behind the
    /// other.
    private static func tables(polynomial: UInt16) -> [UInt16] {
        var tables = [UInt16](repeating: 0, count: 16 * 256)
        for byte in 0..<256 {
            var register = UInt16(byte)
            for _ in 0..<8 {
                register = register & 1 == 1 ? register >> 1 ^ polynomial : register >> 1
            }
            tables[byte] = register
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
        }
        return tables
    }

    private static func run(_ bytes: Span<UInt8>, tables: [UInt16], start: UInt16) -> UInt16 {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe tables.withUnsafeBufferPointer { tables in
                // Both base addresses exist: the tables are never empty, and an empty input ends
                // both loops.
                guard let table = tables.baseAddress, var next = bytes.baseAddress else {
                    return start
                }
                var register = start
                var left = bytes.count
                while left >= 16 {
                    register = unsafe sixteen(next, register, table)
                    unsafe next += 16
                    left &-= 16
                }
                while left > 0 {
                    register =
                        unsafe register >> 8 ^ table[Int((register ^ UInt16(next[0])) & 0xFF)]
                    unsafe next += 1
                    left &-= 1
                }
                return register
            }
        }
    }

    @inline(__always)
    private static func sixteen(
        _ p: UnsafePointer<UInt8>, _ register: UInt16, _ t: UnsafePointer<UInt16>
    ) -> UInt16 {
        let low = unsafe UInt64(
            littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
        let high = unsafe UInt64(
            littleEndian: UnsafeRawPointer(p + 8).loadUnaligned(as: UInt64.self))
        @inline(__always) func look(_ table: Int, _ word: UInt64, _ byte: UInt64) -> UInt16 {
            unsafe t[table &* 256 &+ Int(truncatingIfNeeded: word >> (byte &* 8) & 0xFF)]
        }
        // The register enters by the first two bytes only: all others are looked up ahead of it.
        let first = UInt64(register ^ UInt16(truncatingIfNeeded: low))
        let a = look(13, low, 2) ^ look(12, low, 3)
        let b = look(11, low, 4) ^ look(10, low, 5) ^ look(9, low, 6) ^ look(8, low, 7)
        let c = look(7, high, 0) ^ look(6, high, 1) ^ look(5, high, 2) ^ look(4, high, 3)
        let d = look(3, high, 4) ^ look(2, high, 5) ^ look(1, high, 6) ^ look(0, high, 7)
        return a ^ b ^ c ^ d ^ (look(15, first, 0) ^ look(14, first, 1))
    }
}

// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

/// Reads what ``BytePacker`` wrote; throws `SQLITE_CORRUPT` where that cannot be.
struct ByteUnpacker: Sendable {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether everything was read.
    var isAtEnd: Bool { place == bytes.count }

    mutating func byte() throws -> UInt8 {
        guard place < bytes.count else { throw ByteUnpacker.damaged }
        defer { place += 1 }
        return bytes[place]
    }

    /// A number that is not negative.
    mutating func count() throws -> Int {
        let wide = try wide()
        guard wide < 1 << 48 else { throw ByteUnpacker.damaged }
        return Int(wide)
    }

    /// A count of parts that follow, each of at least one byte.
    mutating func parts() throws -> Int {
        let count = try count()
        guard count <= bytes.count - place else { throw ByteUnpacker.damaged }
        return count
    }

    mutating func integer() throws -> Int64 {
        let wide = try wide()
        return Int64(bitPattern: wide >> 1) ^ -Int64(bitPattern: wide & 1)
    }

    /// A moment, or a distance of moments, in milliseconds: within a hundred thousand years.
    mutating func milliseconds() throws -> Int64 {
        let number = try integer()
        guard number.magnitude < 1 << 52 else { throw ByteUnpacker.damaged }
        return number
    }

    mutating func optionalMilliseconds() throws -> Int64? {
        try byte() == 0 ? nil : try milliseconds()
    }

    /// Where a telegram stands in the log, which no log ever comes to the end of; -1 before the first.
    mutating func logPlace() throws -> Int64 {
        let number = try integer()
        guard (-1..<1 << 52).contains(number) else { throw ByteUnpacker.damaged }
        return number
    }

    mutating func optional() throws -> Int64? { try byte() == 0 ? nil : try integer() }

    mutating func counter() throws -> UInt32? {
        try optional().map { number in
            guard let counter = UInt32(exactly: number) else { throw ByteUnpacker.damaged }
            return counter
        }
    }

    mutating func text() throws -> String? {
        let count = try count()
        guard count > 0 else { return nil }
        guard count - 1 <= bytes.count - place else { throw ByteUnpacker.damaged }
        defer { place += count - 1 }
        return String(decoding: bytes[place..<place + count - 1], as: UTF8.self)
    }

    mutating func decimals() throws -> UInt8 {
        let decimals = try byte()
        guard decimals <= 18 else { throw ByteUnpacker.damaged }
        return decimals
    }

    mutating func number() throws -> FixedPoint {
        let decimals = try decimals()
        return FixedPoint(try integer(), decimals: decimals)
    }

    private mutating func wide() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw ByteUnpacker.damaged
    }

    static var damaged: DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "a packed row of the history is damaged")
    }
}

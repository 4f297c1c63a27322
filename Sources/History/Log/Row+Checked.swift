// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

import struct Foundation.Data

// Columns of a database that may be damaged: GRDB's own accessors trap on a value of the wrong
// kind, these throw. What is reckoned with has bounds besides: near the ends of 64 bits the next
// sum would trap.
extension Row {
    /// Where all that is counted one by one ends, and all times in milliseconds: 142,000 years.
    static let horizon: Int64 = 1 << 52

    func integer(_ column: Int) throws -> Int64 {
        guard let number = try optionalInteger(column) else { throw Row.damaged(column) }
        return number
    }

    func optionalInteger(_ column: Int) throws -> Int64? {
        switch (self[column] as DatabaseValue).storage {
        case .null: return nil
        case .int64(let number): return number
        default: throw Row.damaged(column)
        }
    }

    func counter(_ column: Int) throws -> UInt32 {
        guard let counter = try optionalCounter(column) else { throw Row.damaged(column) }
        return counter
    }

    func optionalCounter(_ column: Int) throws -> UInt32? {
        guard let number = try optionalInteger(column) else { return nil }
        guard let counter = UInt32(exactly: number) else { throw Row.damaged(column) }
        return counter
    }

    /// A number that is not negative and below a limit.
    func number(_ column: Int, below limit: Int64 = Row.horizon) throws -> Int64 {
        guard let number = try optionalNumber(column, below: limit) else {
            throw Row.damaged(column)
        }
        return number
    }

    func optionalNumber(_ column: Int, below limit: Int64 = Row.horizon) throws -> Int64? {
        guard let number = try optionalInteger(column) else { return nil }
        guard (0..<limit).contains(number) else { throw Row.damaged(column) }
        return number
    }

    func count(_ column: Int) throws -> UInt64 { UInt64(try number(column)) }

    func time(_ column: Int) throws -> UTCTime {
        guard let time = try optionalTime(column) else { throw Row.damaged(column) }
        return time
    }

    func optionalTime(_ column: Int) throws -> UTCTime? {
        guard let number = try optionalInteger(column) else { return nil }
        guard number.magnitude < Row.horizon.magnitude else { throw Row.damaged(column) }
        return UTCTime(milliseconds: number)
    }

    func text(_ column: Int) throws -> String {
        guard let text = try optionalText(column) else { throw Row.damaged(column) }
        return text
    }

    func optionalText(_ column: Int) throws -> String? {
        switch (self[column] as DatabaseValue).storage {
        case .null: return nil
        case .string(let text): return text
        default: throw Row.damaged(column)
        }
    }

    func bytes(_ column: Int) throws -> [UInt8] {
        switch (self[column] as DatabaseValue).storage {
        case .blob(let data): return [UInt8](data)
        default: throw Row.damaged(column)
        }
    }

    static func damaged(_ column: Int) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT,
            message: "column \(column) holds a value that was never written")
    }
}

// SPDX-License-Identifier: Apache-2.0
import GRDB

import struct Foundation.Data

// Columns of a database that may be damaged: GRDB's own accessors trap on a value of the wrong
// kind, these throw.
extension Row {
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

    func count(_ column: Int) throws -> UInt64 {
        guard let count = UInt64(exactly: try integer(column)) else { throw Row.damaged(column) }
        return count
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

    private static func damaged(_ column: Int) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "column \(column) holds a value of the wrong kind"
        )
    }
}

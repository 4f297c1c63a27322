// SPDX-License-Identifier: Apache-2.0
import GRDB

/// A fault of the store with what SQLite said.
struct StoreFailure: Error, Sendable {
    let fault: StoreFault
    let detail: String

    init(_ fault: StoreFault, detail: String? = nil) {
        self.fault = fault
        self.detail = detail ?? fault.description
    }

    /// Runs `body` and makes one of the few known faults of whatever it throws.
    static func catching<Result>(_ files: StoreFiles, _ body: () throws -> Result)
        throws(StoreFailure) -> Result
    {
        do {
            return try body()
        } catch let failure as StoreFailure {
            throw failure
        } catch let error as DatabaseError {
            throw StoreFailure(
                fault(error, files),
                detail: error.message ?? "error \(error.extendedResultCode.rawValue)")
        } catch {
            throw StoreFailure(files.fault() ?? .ioError, detail: "\(error)")
        }
    }

    private static func fault(_ error: DatabaseError, _ files: StoreFiles) -> StoreFault {
        switch error.resultCode {
        case .SQLITE_FULL: .diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .replaced
        case .SQLITE_READONLY: files.fault() ?? .diskReadOnly
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            files.fault() ?? (files.freeBytes() == 0 ? .diskFull : .ioError)
        case .SQLITE_BUSY, .SQLITE_LOCKED: .inUse
        default: files.fault() ?? (files.freeBytes() == 0 ? .diskFull : .ioError)
        }
    }
}

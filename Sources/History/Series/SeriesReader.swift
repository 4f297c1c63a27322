// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GRDB
import Locking
import Readings
public import Series

/// Reads the history: a connection of its own that can only read.
///
/// Every call is one short transaction and blocks its thread for as long as it takes, milliseconds
/// for a page of rows; ``offload(_:)`` does it on another thread. No call gives more than
/// ``limit`` rows. A database that was replaced meanwhile is noticed and opened anew.
public final class SeriesReader: Sendable {
    /// The most that one call gives.
    public static let limit = 10_000

    /// How time is cut into periods.
    public let calendar: PeriodCalendar
    let files: StoreFiles
    private let connection = Mutex<SeriesConnection?>(nil)
    private let queue = DispatchQueue(label: "series-reader", qos: .utility)

    /// A reader for the database of a state folder; nothing is opened before the first call.
    public init(directory: String, calendar: PeriodCalendar) {
        files = StoreFiles(directory: directory)
        self.calendar = calendar
    }

    deinit { connection.withLock { $0?.close() } }

    /// Runs calls of the reader on a thread that may wait, away from the caller's.
    ///
    /// A task that is cancelled gets its answer at once, even if the disk hangs.
    public func offload<Result: Sendable>(
        _ body: @escaping @Sendable (SeriesReader) throws(SeriesError) -> Result
    ) async throws(SeriesError) -> Result {
        let answer = AwaitedAnswer<Swift.Result<Result, SeriesError>>()
        queue.async {
            guard answer.isOpen else { return }
            do throws(SeriesError) {
                answer.give(.success(try body(self)))
            } catch { answer.give(.failure(error)) }
        }
        let result = await withTaskCancellationHandler {
            await answer.value()
        } onCancel: {
            answer.give(.failure(.unreadable("it was given up")))
        }
        return try result.get()
    }

    /// Closes the connection; the next call opens it again.
    public func close() {
        connection.withLock { connection in
            connection?.close()
            connection = nil
        }
    }

    /// Runs `body` in one read transaction.
    func read<Result>(_ body: (Database) throws -> Result) throws(SeriesError) -> Result {
        let connection = try open()
        defer { if !connection.isLasting { connection.close() } }
        do { return try connection.queue.read(body) } catch { throw SeriesError(error) }
    }

    /// The connection to the file that is in place now; if it is not lasting, the caller closes it.
    func open() throws(SeriesError) -> SeriesConnection {
        let result: Swift.Result<SeriesConnection, SeriesError> = connection.withLock {
            connection in
            if let known = connection, known.isInPlace { return .success(known) }
            connection?.close()
            connection = nil
            do throws(SeriesError) {
                let opened = try SeriesConnection(files)
                if opened.isLasting { connection = opened }
                return .success(opened)
            } catch { return .failure(error) }
        }
        return try result.get()
    }
}

extension SeriesError {
    /// Whatever SQLite or the file system threw.
    init(_ error: any Error) {
        if let error = error as? SeriesError {
            self = error
        } else if let error = error as? DatabaseError, error.isDamage {
            self = .unreadable(
                "\(error.message ?? "the database is damaged"); start the gateway, which sets a "
                    + "damaged database aside and saves what can be read, or restore a backup")
        } else if let error = error as? DatabaseError {
            self = .unreadable(error.message ?? "error \(error.extendedResultCode.rawValue)")
        } else if let error = error as? StoreFailure {
            self = .unreadable(error.detail)
        } else {
            self = .unreadable("\(error)")
        }
    }
}

extension DatabaseError {
    /// Whether the file itself is damaged.
    fileprivate var isDamage: Bool {
        resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
    }
}

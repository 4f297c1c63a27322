// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GRDB
import Locking

/// Looks through a whole database for damage, on a connection of its own that only reads: what the
/// log's writer does meanwhile is not delayed.
final class DamageCheck: Sendable {
    /// What a look found.
    enum Finding: Sendable, Hashable {
        case sound
        /// The database contradicts itself, in SQLite's words.
        case damaged(String)
        /// A part of it cannot be read, in SQLite's words.
        case unreadable(String)
        /// It was not looked at, or not to its end.
        case unfinished
    }

    private struct State {
        var connection: DatabaseQueue?
        var hasEnded = false
    }

    private let files: StoreFiles
    private let state = Mutex(State())
    private let whileReading: @Sendable () -> Void

    /// `whileReading` is called in each look, in its read transaction, for tests.
    init(_ files: StoreFiles, whileReading: @escaping @Sendable () -> Void = {}) {
        self.files = files
        self.whileReading = whileReading
    }

    /// Looks for no longer than `limit`.
    func look(limit: Duration) -> Finding {
        // The index of the write-ahead log, opened in a folder that cannot be written, would keep the
        // log from being written again.
        guard files.fault() == nil, StoreFiles.status(files.database) != nil else {
            return .unfinished
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "telegram-log-check"
        configuration.busyMode = .timeout(2)
        do {
            let queue = try DatabaseQueue(path: files.database, configuration: configuration)
            defer { try? queue.close() }
            return try look(queue, limit: limit)
        } catch let error as DatabaseError {
            return DamageCheck.finding(error)
        } catch { return .unfinished }
    }

    private func look(_ queue: DatabaseQueue, limit: Duration) throws -> Finding {
        let mayLook = state.withLock { state in
            state.connection = queue
            return !state.hasEnded
        }
        defer { state.withLock { $0.connection = nil } }
        guard mayLook else { return .unfinished }
        let watch = DispatchWorkItem { [self] in interrupt(queue) }
        LogDatabase.clock.asyncAfter(deadline: .now() + limit.dispatchInterval, execute: watch)
        defer { watch.cancel() }
        let answer = try queue.read { db in
            defer { whileReading() }
            return try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        }
        return answer == "ok" ? .sound : .damaged(DamageCheck.line(answer ?? "no answer"))
    }

    /// Ends the look of a connection, unless it is over: an alarm that was called off may have begun,
    /// and a connection that is being closed must not be touched.
    private func interrupt(_ queue: DatabaseQueue) {
        state.withLock { if $0.connection === queue { queue.interrupt() } }
    }

    /// Ends a look that is going on, and lets no further one begin.
    func end() {
        state.withLock { state in
            state.hasEnded = true
            state.connection?.interrupt()
        }
    }

    private static func finding(_ error: DatabaseError) -> Finding {
        let words = line(error.message ?? "error \(error.extendedResultCode.rawValue)")
        return switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(words)
        case .SQLITE_IOERR: .unreadable(words)
        default: .unfinished
        }
    }

    /// The last line of what SQLite says; those before it only name the database.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).last.map { String($0.prefix(200)) } ?? ""
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import Locking
public import Readings

/// The mails that wait to be sent, each a file of its own, so that they outlive the process.
///
/// A mail that was not taken is tried again after a minute, then after two, four and so on, up to an
/// hour, for three days. At most fifty wait; the oldest goes. A process that ends between the sending
/// and the removal of the file sends that mail a second time, under the same Message-ID.
public final class MailQueue: Sendable {
    /// The most that wait.
    public static let limit = 50
    /// How long a mail is tried, in seconds.
    static let patience: Int64 = 3 * 86_400
    private static let suffix = ".eml"

    /// When a mail is tried again, how often it was, and what went wrong the last time.
    private struct Attempt {
        var count = 0
        var next: UTCTime
        var failure: (at: UTCTime, why: String)?
    }

    private struct State {
        var attempts: [String: Attempt] = [:]
        var status = MailStatus()
    }

    private let folder: String
    private let command: [String]
    private let sender: String
    private let seconds: Int
    private let state = Mutex(State())

    /// Keeps mails in a folder, which is made if it is missing, and sends them by a program with
    /// its options, to which `-t -i -f SENDER` is added; it is given that many seconds.
    public init(folder: String, command: [String], sender: String, seconds: Int = 60) {
        self.folder = folder
        self.sender = sender
        self.command = command
        self.seconds = seconds
        state.withLock { $0.status.pending = files().count }
    }

    /// How mail is getting on.
    public var status: MailStatus { state.withLock { $0.status } }

    /// Puts a mail among those that wait; one of the same key is replaced.
    ///
    /// Keys are made of letters, digits, points and hyphens, and sort by age.
    public func add(_ message: MailMessage, key: String) throws(MailFailure) {
        let path = "\(folder)/\(key)\(MailQueue.suffix)"
        let manager = FileManager.default
        do {
            try manager.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch { throw .notWritten(path: folder) }
        guard
            manager.createFile(
                atPath: "\(path).new", contents: Data(message.encoded()),
                attributes: [.posixPermissions: 0o600]),
            // How long it waits is counted from when it was made, whatever process sends it.
            (try? manager.setAttributes(
                [.modificationDate: MailQueue.date(message.date)], ofItemAtPath: "\(path).new"))
                != nil,
            rename("\(path).new", path) == 0
        else { throw .notWritten(path: path) }
        var waiting = files()
        while waiting.count > MailQueue.limit { drop(waiting.removeFirst()) }
        state.withLock { $0.status.pending = waiting.count }
    }

    /// Tries what is due, one after the other; when to come again, or `nil` when nothing waits.
    ///
    /// Blocks the thread for as long as the program takes.
    public func sendDue(at now: UTCTime) -> UTCTime? {
        for name in files() {
            let attempt = state.withLock { state in
                state.attempts[name] ?? Attempt(next: now)
            }
            guard attempt.next <= now else { continue }
            send(name, attempt, at: now)
        }
        return state.withLock { state in
            state.attempts.values.map(\.next).min()
        }
    }

    private func send(_ name: String, _ attempt: Attempt, at now: UTCTime) {
        var attempt = attempt
        do throws(ProgramFailure) {
            guard let program = command.first else { throw .missing(program: "sendmail") }
            let home = ProcessInfo.processInfo.environment["HOME"]
            try ChildProgram(
                path: program, arguments: command.dropFirst() + ["-t", "-i", "-f", sender],
                folder: folder,
                home: home, input: "\(folder)/\(name)", seconds: seconds
            ).run()
            remove(name)
            state.withLock { state in
                state.status.sent += 1
                // Another one may still be failing.
                let latest = state.attempts.values.compactMap(\.failure).max { $0.at < $1.at }
                state.status.lastError = latest?.why
                state.status.failedAt = latest?.at
            }
        } catch {
            attempt.count += 1
            let minutes = Int64(min(60, 1 << min(attempt.count - 1, 6)))
            attempt.next = UTCTime(seconds: now.seconds + minutes * 60)
            attempt.failure = (now, "\(error)")
            state.withLock { state in
                state.status.lastError = "\(error)"
                state.status.failedAt = now
                state.attempts[name] = attempt
            }
            if now.seconds - (made(name)?.seconds ?? now.seconds) > MailQueue.patience {
                drop(name)
            }
        }
    }

    // MARK: Files

    /// The mails that wait, by name, so the oldest first.
    private func files() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(MailQueue.suffix) }.sorted()
    }

    /// When a mail was made, which is the time of its file.
    private func made(_ name: String) -> UTCTime? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        guard let date = attributes?[.modificationDate] as? Date else { return nil }
        return UTCTime(seconds: Int64(date.timeIntervalSince1970))
    }

    private static func date(_ time: UTCTime) -> Date {
        Date(timeIntervalSince1970: Double(time.seconds))
    }

    private func drop(_ name: String) {
        remove(name)
        state.withLock { $0.status.dropped += 1 }
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        let pending = files().count
        state.withLock { state in
            state.attempts[name] = nil
            state.status.pending = pending
        }
    }

    private func rename(_ old: String, _ new: String) -> Int32 {
        unsafe Foundation.rename(old, new)
    }
}

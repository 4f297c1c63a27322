// SPDX-License-Identifier: Apache-2.0
import Foundation
import Locking
public import Readings

/// The mails that wait to be sent, each a file of its own, so that they outlive the process.
///
/// A mail that was not taken is tried again after a minute, then after two, four and so on, up to an
/// hour, for three days, whatever the wall clock is set to meanwhile. At most fifty wait; the oldest
/// goes. Another process tries each at once, and counts on the three days: a file's time is when its
/// mail was made, by the clock as it was at the latest attempt. A process that ends between the sending
/// and the removal of the file sends that mail a second time, under the same Message-ID.
public final class MailQueue: Sendable {
    /// The most that wait.
    public static let limit = 50
    /// How long a mail is tried, in seconds.
    static let patience: Int64 = 3 * 86_400
    private static let suffix = ".eml"

    /// By how many seconds a file's time may be wrong before it is put right.
    private static let tolerance: Int64 = 60

    private struct State {
        var attempts: [String: MailAttempt] = [:]
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
        // What replaces another mail has three days of its own.
        state.withLock { $0.attempts["\(key)\(MailQueue.suffix)"]?.made = nil }
        var waiting = files()
        while waiting.count > MailQueue.limit { drop(waiting.removeFirst()) }
        state.withLock { $0.status.pending = waiting.count }
    }

    /// Tries what is due, one after the other; the uptime at which to come again, or `nil` when nothing
    /// waits.
    ///
    /// `now` is for what people read, `uptime` for what is waited for. Blocks the thread for as long as
    /// the program takes.
    @discardableResult
    public func sendDue(at now: UTCTime, uptime: Duration) -> Duration? {
        for name in files() {
            let attempt = state.withLock { $0.attempts[name] ?? MailAttempt(due: uptime) }
            guard attempt.next <= uptime else { continue }
            send(name, attempt, at: now, uptime: uptime)
        }
        return state.withLock { state in
            state.attempts.values.map(\.next).min()
        }
    }

    private func send(
        _ name: String, _ attempt: MailAttempt, at now: UTCTime, uptime: Duration
    ) {
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
            var attempt = attempt
            attempt.failed("\(error)", at: now, uptime: uptime)
            let age = age(name, &attempt, at: now, uptime: uptime)
            state.withLock { [attempt] state in
                state.status.lastError = "\(error)"
                state.status.failedAt = now
                state.attempts[name] = attempt
            }
            if age > MailQueue.patience { drop(name) }
        }
    }

    /// For how many seconds a mail waits, and puts the time of its file right if a clock was set.
    ///
    /// How long it had waited before this process saw it, only the file tells. A clock that is behind
    /// the file is not set yet, and says nothing.
    private func age(
        _ name: String, _ attempt: inout MailAttempt, at now: UTCTime, uptime: Duration
    ) -> Int64 {
        let time = made(name) ?? now
        let known = attempt.made
        guard known != nil || time <= now else { return 0 }
        let made = known ?? uptime - .seconds(now.seconds - time.seconds)
        attempt.made = made
        let age = (uptime - made).components.seconds
        if known != nil, abs(now.seconds - age - time.seconds) > MailQueue.tolerance {
            try? FileManager.default.setAttributes(
                [.modificationDate: MailQueue.date(UTCTime(seconds: now.seconds - age))],
                ofItemAtPath: "\(folder)/\(name)")
        }
        return age
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

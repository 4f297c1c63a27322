// SPDX-License-Identifier: Apache-2.0
import Foundation
import Locking
public import Readings

/// The mails that wait to be sent, each a file of its own, so that they outlive the process.
///
/// A mail that was not taken is tried again after a minute, then after two, four and so on, up to an
/// hour, for three days, whatever the wall clock is set to meanwhile. At most fifty wait; the oldest
/// goes. Another process tries each at once, and counts on the three days: a file's time is when its
/// mail was made, by the clock as it was at the latest attempt. A mail that nobody tried for a day, as
/// it looks, is tried for a day more by the process that finds it, however old it is by then: the clock
/// may be ahead. One whose time has yet to come has three days of each process. A process that ends
/// between the sending and the removal of the file sends that mail a second time, under the same
/// Message-ID.
public final class MailQueue: Sendable {
    /// The most that wait.
    public static let limit = 50
    /// How long a mail is tried, in seconds.
    static let patience: Int64 = 3 * 86_400
    private static let suffix = ".eml"

    private struct State {
        var attempts: [String: MailAttempt] = [:]
        /// The mails that this process made.
        var own: Set<String> = []
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
            MailTimes(made: message.date, tried: message.date).write("\(path).new"),
            rename("\(path).new", path) == 0
        else { throw .notWritten(path: path) }
        state.withLock { state in
            let name = "\(key)\(MailQueue.suffix)"
            state.own.insert(name)
            // What replaces another mail has three days of its own.
            state.attempts[name]?.replace()
        }
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
            let attempt = state.withLock { state in
                state.attempts[name] ?? MailAttempt(due: uptime, isOwn: state.own.contains(name))
            }
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
        let path = "\(folder)/\(name)"
        // Before the program reads the file.
        let times = MailTimes(path) ?? MailTimes(made: now, tried: now)
        do throws(ProgramFailure) {
            guard let program = command.first else { throw .missing(program: "sendmail") }
            let home = ProcessInfo.processInfo.environment["HOME"]
            try ChildProgram(
                path: program, arguments: command.dropFirst() + ["-t", "-i", "-f", sender],
                folder: folder,
                home: home, input: path, seconds: seconds
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
            _ = attempt.judge(times, at: now, uptime: uptime).write(path)
            state.withLock { [attempt] state in
                state.status.lastError = "\(error)"
                state.status.failedAt = now
                state.attempts[name] = attempt
            }
            if attempt.isOver(MailQueue.patience, uptime: uptime) { drop(name) }
        }
    }

    // MARK: Files

    /// The mails that wait, by name, so the oldest first.
    private func files() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(MailQueue.suffix) }.sorted()
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
            state.own.remove(name)
            state.status.pending = pending
        }
    }

    private func rename(_ old: String, _ new: String) -> Int32 {
        unsafe Foundation.rename(old, new)
    }
}

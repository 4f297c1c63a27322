// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a process has done so far, as the kernel counts it.
struct Activity {
    private struct Thread {
        let name: String
        let nanoseconds: Int
        let wakeups: Int
    }

    private let threads: [String: Thread]

    /// Reads the counters of all threads of a process.
    init(of pid: Int32) {
        let tasks = "/proc/\(pid)/task"
        var threads: [String: Thread] = [:]
        for id in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
            func text(_ file: String) -> String {
                String(
                    decoding: FileManager.default.contents(atPath: "\(tasks)/\(id)/\(file)")
                        ?? Foundation.Data(), as: UTF8.self)
            }
            let ran = text("schedstat").split(separator: " ").compactMap { Int($0) }.first ?? 0
            let switches = text("status").split(separator: "\n").first {
                $0.hasPrefix("voluntary_ctxt_switches")
            }
            let wakeups = switches?.split(separator: "\t").last.flatMap { Int($0) } ?? 0
            threads[id] = Thread(
                name: text("comm").filter { !$0.isNewline }, nanoseconds: ran, wakeups: wakeups)
        }
        self.threads = threads
    }

    /// How often a thread went to sleep since an earlier moment, which is as often as one was woken.
    ///
    /// One that has ended took its numbers with it, and was woken at least for that.
    func wakeups(since before: Activity) -> Int {
        let ended = before.threads.keys.count { threads[$0] == nil }
        return threads.reduce(ended) {
            $0 + $1.value.wakeups - (before.threads[$1.key]?.wakeups ?? 0)
        }
    }

    /// Time on a processor since an earlier moment, of those threads that are still there.
    func nanoseconds(since before: Activity) -> Int {
        threads.reduce(0) {
            $0 + $1.value.nanoseconds - (before.threads[$1.key]?.nanoseconds ?? 0)
        }
    }

    /// Which thread woke how often since an earlier moment.
    func difference(to before: Activity) -> [String] {
        threads.map { id, thread in
            (thread.name, thread.wakeups - (before.threads[id]?.wakeups ?? 0))
        }
        .filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }.map { "\($0.0) \($0.1)" }
    }
}

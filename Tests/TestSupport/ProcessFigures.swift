// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What the kernel says of a process at one moment.
public struct ProcessFigures: Sendable {
    /// Kilobytes in physical memory, the program's own file among them, of which the kernel takes and gives as it likes.
    public let resident: Int
    /// Kilobytes that the process itself asked for and wrote to: what a leak makes grow.
    public let own: Int
    /// Open descriptors.
    public let descriptors: Int
    /// Threads.
    public let threads: Int
    /// Time that processors spent on it since its start, by the hundredth of a second.
    public let busy: Duration
    /// The signals that its first thread holds back, a bit for each.
    private let held: UInt64

    /// Asks about a process; zeros if there is none.
    public init(of pid: Int32) {
        let status = FileManager.default.contents(atPath: "/proc/\(pid)/status")
        let lines = String(decoding: status ?? Foundation.Data(), as: UTF8.self)
            .split(separator: "\n")
        func number(_ name: String) -> Int {
            let line = lines.first { $0.hasPrefix(name) } ?? ""
            return Int(line.filter(\.isNumber)) ?? 0
        }
        let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        resident = number("VmRSS:")
        own = number("RssAnon:")
        threads = number("Threads:")
        let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat")
        // utime and stime, the fields 14 and 15; the name before them may hold spaces.
        let fields =
            String(decoding: stat ?? Foundation.Data(), as: UTF8.self)
            .split(separator: ")").last?.split(separator: " ").dropFirst(11).prefix(2) ?? []
        busy = .milliseconds(10 * fields.compactMap { Int($0) }.reduce(0, +))
        let mask = lines.first { $0.hasPrefix("SigBlk:") }?.dropFirst("SigBlk:\t".count)
        held = mask.flatMap { UInt64($0, radix: 16) } ?? 0
        descriptors = files?.count ?? 0
    }

    /// Whether its first thread holds a signal back.
    public func holds(_ signal: Int32) -> Bool { held >> UInt64(signal - 1) & 1 == 1 }
}

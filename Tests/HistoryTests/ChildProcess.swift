// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A program run beside the test, whose output is read line by line.
///
/// Not by Foundation's `Process`: a child of that inherits blocked signals, and waiting for it can hang.
@safe final class ChildProcess {
    private let process: pid_t
    private let output: Int32
    private var pending: [UInt8] = []

    /// Starts a program found beside the test's own, or by its path.
    init(_ program: String, _ arguments: [String]) throws {
        var ends: [Int32] = [0, 0]
        // Another child must not keep them open: a pair of sockets can be made so from the start, a
        // pipe cannot here.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var process = pid_t()
        let result = unsafe posix_spawnp(&process, program, &actions, nil, &words, environ)
        close(ends[1])
        guard result == 0 else {
            close(ends[0])
            throw POSIXError(POSIXErrorCode(rawValue: result) ?? .ENOENT)
        }
        self.process = process
        output = ends[0]
    }

    /// The next line without its end; `nil` when the output has ended.
    func line() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe read(output, &chunk, chunk.count)
            guard count > 0 else { return nil }
            pending += chunk[..<count]
        }
    }

    /// Kills the child as the kernel would.
    func kill() { _ = Glibc.kill(process, SIGKILL) }

    /// Waits for the end; the exit code, or 128 and the signal.
    @discardableResult
    func wait() -> Int32 {
        close(output)
        var status: Int32 = 0
        unsafe waitpid(process, &status, 0)
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Runs a program to its end; its exit code and output.
    static func run(_ program: String, _ arguments: String...) throws -> (
        code: Int32, output: String
    ) {
        let child = try ChildProcess(program, arguments)
        var lines: [String] = []
        while let line = child.line() { lines.append(line) }
        return (child.wait(), lines.joined(separator: "\n"))
    }

    /// A program built beside the tests.
    static func built(_ name: String) -> String {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = own.deletingLastPathComponent().appendingPathComponent(name).path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        // The test runner is a program of the toolchain; the bundle it runs is named on its command line.
        let bundle =
            CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name)
            .path
    }
}

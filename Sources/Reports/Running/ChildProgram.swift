// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A program that is run once, to its end, without a shell.
///
/// It gets the arguments as they are, an environment of a few lines, and none of our files but
/// those named here. It runs in a process group of its own, which is ended when it takes too long.
struct ChildProgram {
    /// What it says on standard error is kept up to this many bytes.
    private static let wordsLimit = 1_024

    /// The whole path.
    let path: String
    let arguments: [String]
    /// Where it may leave files.
    let folder: String
    /// Where it looks for its user's settings; ``folder`` unless given.
    var home: String?
    /// The file it reads as standard input.
    var input = "/dev/null"
    /// After this many seconds it is ended.
    var seconds = 30

    /// The name without its folders, for messages.
    private var name: String { String(path.split(separator: "/").last ?? "program") }

    /// Runs it and waits for its end; the caller's thread is blocked meanwhile.
    func run() throws(ProgramFailure) {
        guard unsafe access(path, X_OK) == 0 else { throw .missing(program: path) }
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .notStarted(program: name, errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[0]) }
        let child: pid_t
        do throws(ProgramFailure) {
            child = try start(standardError: ends[1])
        } catch {
            close(ends[1])
            throw error
        }
        close(ends[1])
        var words: [UInt8] = []
        let status = try wait(for: child, listening: ends[0], words: &words)
        let signal = status & 0x7F
        guard signal == 0 else { throw .killed(program: name, signal: signal) }
        let code = (status >> 8) & 0xFF
        guard code == 0 else {
            throw .failed(program: name, code: code, words: ChildProgram.line(words))
        }
    }

    private func start(standardError: Int32) throws(ProgramFailure) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, standardError, 2)
        // Most are closed by the system at the start of a program; some library's may not be.
        for descriptor in ChildProgram.openDescriptors() where descriptor > 2 {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // The daemon ignores SIGPIPE and blocks what it waits for; a child begins as it should.
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        let environment = [
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=\(home ?? folder)",
            "TMPDIR=\(folder)", "XDG_CACHE_HOME=\(folder)",
        ]
        var argv = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var child: pid_t = 0
        let failure = unsafe posix_spawn(&child, path, &actions, &attributes, &argv, &envp)
        guard failure == 0 else { throw .notStarted(program: name, errno: failure) }
        return child
    }

    /// The files this process has open at this moment.
    private static func openDescriptors() -> [Int32] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (names ?? []).compactMap { Int32($0) }
    }

    /// Waits for the end, listening to what the program says; its status.
    private func wait(
        for child: pid_t, listening descriptor: Int32, words: inout [UInt8]
    ) throws(ProgramFailure) -> Int32 {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(seconds))
        var status: Int32 = 0
        var isOpen = true
        while true {
            let answer = unsafe waitpid(child, &status, WNOHANG)
            if answer == child {
                _ = ChildProgram.read(descriptor, into: &words)
                return status
            }
            if answer < 0, errno != EINTR { throw .notStarted(program: name, errno: errno) }
            guard clock.now < end else {
                kill(-child, SIGKILL)
                while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
                throw .tookTooLong(program: name, seconds: seconds)
            }
            // Its end closes the pipe, which wakes us; a grandchild that holds it open does not
            // keep us.
            var asked = pollfd(fd: isOpen ? descriptor : -1, events: Int16(POLLIN), revents: 0)
            unsafe poll(&asked, 1, isOpen ? 50 : 5)
            if isOpen { isOpen = ChildProgram.read(descriptor, into: &words) }
        }
    }

    /// Takes what is there to be read; `false` at the end.
    private static func read(_ descriptor: Int32, into words: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 512)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count > 0 {
                words += chunk[..<count].prefix(max(0, wordsLimit - words.count))
            } else if count == 0 {
                return false
            } else if errno != EINTR {
                return errno == EAGAIN
            }
        }
    }

    /// What was said, in one line.
    private static func line(_ words: [UInt8]) -> String {
        String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline)
            .joined(separator: " ").filter { !$0.unicodeScalars.contains { $0.value < 0x20 } }
    }
}

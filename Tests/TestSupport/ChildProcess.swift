// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking

/// A program run by a test: its output is kept line by line, and it is ended by its process id.
public final class ChildProcess: Sendable {
    /// The process id.
    public let pid: Int32
    /// Standard output and standard error, line by line.
    public let lines = Journal<String>()
    private let ending = Journal<Int32>()
    private let life: Life

    /// Whether the process id is still ours to send signals to.
    private final class Life: Sendable {
        private let isReaped = Mutex(false)
        private let pid: pid_t

        init(_ pid: pid_t) { self.pid = pid }

        func send(_ signal: Int32) {
            isReaped.withLock { if !$0 { kill(pid, signal) } }
        }

        /// Waits for the end first and takes the id away afterwards, so that no signal can go astray.
        func reap() -> Int32 {
            var details = unsafe siginfo_t()
            unsafe waitid(P_PID, id_t(pid), &details, WEXITED | WNOWAIT)
            return isReaped.withLock { isReaped in
                var status: Int32 = 0
                unsafe waitpid(pid, &status, 0)
                isReaped = true
                return status
            }
        }
    }

    /// Starts a program found by the search path; its standard error goes to `errors`, if there is
    /// one, in place of ``lines``.
    public init(_ arguments: [String], folder: String? = nil, errors: Int32? = nil) throws {
        var ends: [Int32] = [-1, -1]
        // A pair of sockets can be made closed to other children from the start, a pipe cannot here.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw SystemFailure("socketpair")
        }
        let reading = ends[0]
        let writing = ends[1]
        defer { close(writing) }
        pid = try Self.spawn(
            arguments, folder: folder, output: writing, errors: errors ?? writing)
        life = Life(pid)
        BackgroundThread.start { [lines, ending, life] in
            Self.drain(reading, into: lines)
            ending.append(life.reap())
        }
    }

    deinit {
        send(SIGKILL)
    }

    /// Sends a signal, unless the process has ended.
    public func send(_ signal: Int32) {
        life.send(signal)
    }

    /// Waits for the end; the result is the exit status, or 128 and the signal.
    public func waitForEnd() async -> Int32 {
        _ = await ending.wait { !$0.isEmpty }
        guard let status = ending.entries.first else { return -1 }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    private static func spawn(
        _ arguments: [String], folder: String?, output: Int32, errors: Int32
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)

        // The child must not inherit what the runtime blocks or ignores.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let change = folder.map { ["sh", "-c", #"cd "$0" && exec "$@""#, $0] } ?? []
        let command = change + arguments
        var words = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let result = unsafe posix_spawnp(
            &pid, command[0], &actions, &attributes, &words, environ)
        guard result == 0 else { throw SystemFailure("posix_spawnp", number: result) }
        return pid
    }

    private static func drain(_ descriptor: Int32, into lines: Journal<String>) {
        guard let stream = unsafe fdopen(descriptor, "r") else { return }
        defer { unsafe fclose(stream) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { unsafe free(line) }
        while unsafe getline(&line, &capacity, stream) >= 0, let line = unsafe line {
            lines.append(unsafe String(cString: line).filter { !$0.isNewline })
        }
    }
}

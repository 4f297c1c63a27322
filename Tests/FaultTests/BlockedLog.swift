// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging
import TestSupport

@testable import Gateway

/// A log behind a pipe that is full until somebody reads from it.
final class BlockedLog: Sendable {
    /// What was written, in order, from when it is read on.
    let lines = Journal<String>()
    /// What writes to the pipe.
    let writer: LineWriter
    /// The pipe's full end.
    let descriptor: Int32
    private let reading: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SystemFailure("pipe") }
        (reading, descriptor) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let emptyLines = [UInt8](repeating: UInt8(ascii: "\n"), count: 4_096)
        while unsafe write(descriptor, emptyLines, emptyLines.count) > 0 {}
        _ = fcntl(descriptor, F_SETFL, 0)
        writer = LineWriter(to: descriptor)
    }

    deinit {
        close(descriptor)
        close(reading)
    }

    /// A logger that writes to it, as those of the daemon do.
    var logger: Logger {
        Logger(label: "test") { [writer] in StreamLogHandler(label: $0, stream: writer) }
    }

    /// Begins to read.
    func open() {
        let copy = dup(reading)
        BackgroundThread.start { [lines] in
            guard let stream = unsafe fdopen(copy, "r") else { return }
            defer { unsafe fclose(stream) }
            var line: UnsafeMutablePointer<CChar>?
            var capacity = 0
            defer { unsafe free(line) }
            while unsafe getline(&line, &capacity, stream) > 0, let line = unsafe line {
                let text = unsafe String(cString: line).filter { !$0.isNewline }
                if !text.isEmpty { lines.append(text) }
            }
        }
    }
}

extension [String] {
    /// The messages of lines of a log, without what stands before them.
    var messages: [String] { map { $0.split(separator: "] ").last.map(String.init) ?? $0 } }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking

/// Where messages go, so that standard output carries data only.
enum StandardError {
    /// Writes one line.
    static func print(_ line: String) { write(line + "\n", to: STDERR_FILENO) }
}

/// Where data goes.
///
/// What could not be written is never passed over: ``Program`` ends with 74 then, whatever the
/// command had to say.
enum StandardOutput {
    private static let failure = Mutex<Int32?>(nil)

    /// Why data could not be written, as a system error number; `nil` if all of it was.
    static var problem: Int32? { failure.withLock { $0 } }

    /// Writes bytes; `false` when nobody takes them any more.
    @discardableResult
    static func write(_ bytes: [UInt8]) -> Bool {
        if writeAll(bytes, to: STDOUT_FILENO) == bytes.count { return true }
        let problem = errno
        failure.withLock { $0 = problem }
        return false
    }

    /// Writes a text.
    @discardableResult
    static func write(_ text: String) -> Bool { write(Array(text.utf8)) }
}

private func write(_ text: String, to descriptor: Int32) {
    writeAll(Array(text.utf8), to: descriptor)
}

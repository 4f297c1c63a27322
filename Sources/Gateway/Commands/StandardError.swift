// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Where messages go, so that standard output carries data only.
enum StandardError {
    /// Writes one line.
    static func print(_ line: String) { write(line + "\n", to: STDERR_FILENO) }
}

/// Where data goes.
enum StandardOutput {
    /// Writes bytes; `false` when nobody takes them any more.
    @discardableResult
    static func write(_ bytes: [UInt8]) -> Bool { writeAll(bytes, to: STDOUT_FILENO) }

    /// Writes a text.
    @discardableResult
    static func write(_ text: String) -> Bool { writeAll(Array(text.utf8), to: STDOUT_FILENO) }
}

private func write(_ text: String, to descriptor: Int32) {
    _ = writeAll(Array(text.utf8), to: descriptor)
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
        let written = unsafe bytes[start...].withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        start += written
    }
    return true
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The file that accounts for every byte the street sent: one JSON object a line, in the order of
/// sending.
///
/// Each line is in the file when ``record(_:at:)`` returns. Belongs to one thread.
final class Ledger {
    /// Where it is.
    let path: String
    private let descriptor: Int32

    /// Begins an empty ledger.
    init(path: String) throws(SimulationError) {
        self.path = path
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, errno: errno) }
    }

    deinit { close(descriptor) }

    /// Writes one line about what happened at a moment.
    func record(_ entry: LedgerEntry, at stamp: Stamp = .now()) throws(SimulationError) {
        let line = entry.json(at: stamp) + "\n"
        try Ledger.writeAll(Array(line.utf8), to: descriptor, path: path)
    }

    /// Writes all bytes to a file.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String)
        throws(SimulationError)
    {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(call: "write", path: path, errno: errno) }
            written += count
        }
    }
}

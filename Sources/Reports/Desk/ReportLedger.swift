// SPDX-License-Identifier: Apache-2.0
import Foundation
import Locking

/// Which reports were made, in a small file, so that none is made twice.
final class ReportLedger: Sendable {
    /// The most that are remembered: months of a few reports a day.
    private static let limit = 400

    private let path: String
    private let keys: Mutex<[String]>

    /// Reads the file if it is there.
    init(path: String) {
        self.path = path
        let text = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self)
        }
        keys = Mutex((text ?? "").split(separator: "\n").map(String.init))
    }

    /// Whether a report was made.
    func has(_ key: String) -> Bool { keys.withLock { $0.contains(key) } }

    /// Notes that a report was made; `false` if that could not be written, and will be forgotten at
    /// the end of the process.
    func note(_ key: String) -> Bool {
        let text = keys.withLock { keys in
            keys.append(key)
            if keys.count > ReportLedger.limit { keys.removeFirst() }
            return keys.joined(separator: "\n") + "\n"
        }
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            return true
        } catch {
            return false
        }
    }
}

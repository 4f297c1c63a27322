// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A folder that only we can enter and that goes with this value.
struct TemporaryFolder: ~Copyable {
    let path: String

    /// Makes one among the machine's temporary files; `nil` when that is not possible.
    init?() {
        let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(base)/meter-gateway-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { return nil }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file into it.
    func write(_ text: String, to name: String) -> Bool {
        FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(text.utf8))
    }
}

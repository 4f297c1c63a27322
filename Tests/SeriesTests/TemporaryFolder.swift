// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A folder of its own for a test, removed with the value.
struct TemporaryFolder: ~Copyable {
    let path: String

    /// Makes it; in memory if that is offered and wanted, for tests of many small steps.
    init(inMemory: Bool = false) throws {
        let memory = "/dev/shm"
        let isOffered = inMemory && FileManager.default.isWritableFile(atPath: memory)
        let parent =
            isOffered ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
        let url = parent.appendingPathComponent("series-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The names of the files in it, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Copies everything into another folder.
    func copy(to other: borrowing TemporaryFolder) throws {
        for name in names {
            try FileManager.default.copyItem(
                atPath: path + "/" + name, toPath: other.path + "/" + name)
        }
    }
}

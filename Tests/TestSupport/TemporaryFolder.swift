// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A folder of a test's own, removed with all that is in it when the last reference goes.
public final class TemporaryFolder: Sendable {
    /// Where the folder is.
    public let path: String

    /// Makes a folder in the system's place for temporary files; in memory if that is wanted and
    /// there is such a place, for tests of many small steps.
    public init(inMemory: Bool = false) throws {
        let memory = "/dev/shm"
        let isOffered = inMemory && FileManager.default.isWritableFile(atPath: memory)
        let parent =
            isOffered
            ? memory : ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/meter-gateway-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The names of the files in it, sorted.
    public var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Writes a file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let path = file(name)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Makes a folder in it and returns its path.
    @discardableResult
    public func folder(_ name: String) throws -> String {
        let path = file(name)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        return path
    }

    /// Copies everything into another folder.
    public func copy(to other: TemporaryFolder) throws {
        for name in names {
            try FileManager.default.copyItem(atPath: file(name), toPath: other.file(name))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder of a test's own, removed with the files in it when the last reference goes.
public final class TemporaryFolder: Sendable {
    /// Where the folder is.
    public let path: String

    /// Makes a folder in the system's place for temporary files.
    public init() throws {
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/meter-gateway-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        guard let listing = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            unsafe unlink(file(name))
        }
        unsafe closedir(listing)
        unsafe rmdir(path)
    }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let path = file(name)
        guard let stream = unsafe fopen(path, "w") else { throw SystemFailure("fopen") }
        let result = unsafe fputs(text, stream)
        guard unsafe fclose(stream) == 0, result >= 0 else { throw SystemFailure("fclose") }
        return path
    }
}

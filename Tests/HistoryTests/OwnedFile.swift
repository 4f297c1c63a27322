// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A new file that only this process has open.
///
/// What Foundation opens, every program that is started meanwhile has open too, for as long as it
/// runs: then a file that is removed keeps its blocks, and its file system cannot be made read-only.
struct OwnedFile: ~Copyable {
    private let descriptor: Int32

    /// Makes the file, or empties the one that is there.
    init(_ path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// Makes a file of bytes.
    static func make(_ path: String, _ bytes: Data) throws {
        let file = try OwnedFile(path)
        guard file.append(Array(bytes)) else { throw POSIXError(.EIO) }
    }

    /// Writes at its end; whether everything had room.
    func append(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits until it is on the medium.
    func synchronize() { fsync(descriptor) }
}

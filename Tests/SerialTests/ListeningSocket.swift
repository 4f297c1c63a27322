// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

/// A Unix socket that stands in the file system for as long as it lives.
final class ListeningSocket {
    /// Where it stands.
    let path: String
    private let descriptor: Int32

    /// Makes a socket at a path that is free.
    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        try #require(bytes.count < MemoryLayout.size(ofValue: address.sun_path))
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let failed = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(
                    descriptor, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(failed == 0)
    }

    deinit {
        close(descriptor)
        unsafe unlink(path)
    }
}

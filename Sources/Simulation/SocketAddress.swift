// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Sockets that have a place in the file system.
enum SocketAddress {
    /// What `sun_path` holds, without the zero behind it.
    static let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// A connected socket.
    static func connect(_ path: String) throws(SimulationError) -> Int32 {
        unsafe try open(path) { descriptor, address, size in
            unsafe Glibc.connect(descriptor, address, size) == 0 ? nil : "connect"
        }
    }

    /// A listening socket that does not wait, for its owner alone.
    static func listen(_ path: String) throws(SimulationError) -> Int32 {
        let descriptor = unsafe try open(path) { descriptor, address, size in
            guard unsafe bind(descriptor, address, size) == 0 else { return "bind" }
            return Glibc.listen(descriptor, 8) == 0 ? nil : "listen"
        }
        unsafe chmod(path, 0o600)
        SystemCall.prepare(descriptor)
        return descriptor
    }

    private static func open(
        _ path: String, _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> String?
    ) throws(SimulationError) -> Int32 {
        guard path.utf8.count <= limit else { throw .pathTooLong(path: path, limit: limit) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.enumerated() { unsafe room[index] = byte }
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", path: path, errno: errno) }
        let failed = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if let failed {
            let reason = errno
            close(descriptor)
            throw .system(call: failed, path: path, errno: reason)
        }
        return descriptor
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The address a connection leads to, and whether somebody listens there.
struct PeerProbe {
    private var address: sockaddr_storage
    private var size: socklen_t

    /// The peer of a connected socket; nothing if it has none.
    init?(of socket: Int32) {
        address = sockaddr_storage()
        size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getpeername(socket, $0, &size)
            }
        }
        guard result == 0 else { return nil }
    }

    /// Whether a new connection is accepted; an answer is awaited for 200 ms.
    ///
    /// This tells a broker that died from one that lives and closed our connection only.
    func isListening() -> Bool {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let probe = socket(Int32(address.ss_family), kind, 0)
        guard probe >= 0 else { return false }
        defer { close(probe) }
        let started = unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(probe, $0, size)
            }
        }
        guard started != 0 else { return true }
        guard errno == EINPROGRESS else { return false }
        var entry = pollfd(fd: probe, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&entry, 1, 200) == 1 else { return false }
        return entry.revents & Int16(POLLERR | POLLHUP) == 0
    }
}

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

    /// How long a broker may take to let us in, and then to prove that it did not die meanwhile.
    private static let patience: Int32 = 200

    /// Whether a new connection is accepted and kept.
    ///
    /// This tells a broker that died from one that lives and closed our connection only. A process
    /// that is killed loses its sockets in no certain order: for a moment it still accepts, and then
    /// resets what it accepted. So only a connection that stays proves a living broker.
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
        if started != 0 {
            guard errno == EINPROGRESS else { return false }
            let answer = PeerProbe.events(of: probe, waitingFor: POLLOUT)
            guard answer & POLLOUT != 0, answer & (POLLERR | POLLHUP) == 0 else { return false }
        }
        return PeerProbe.events(of: probe, waitingFor: POLLIN) == 0
    }

    /// What happens to a socket within the patience; 0 for nothing.
    private static func events(of socket: Int32, waitingFor events: Int32) -> Int32 {
        var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
        guard unsafe poll(&entry, 1, patience) == 1 else { return 0 }
        return Int32(entry.revents)
    }
}

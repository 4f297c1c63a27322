// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A port behind a TCP connection on the loopback interface, as a serial-to-network adapter offers
/// it.
///
/// One listener at a time; the newest takes the place of the one before.
final class TCPOutlet: Outlet {
    /// The port that was given, or that the system chose for 0.
    private(set) var port: UInt16
    private var listener: Int32?
    private var client: Int32?

    init(port: UInt16) throws(SimulationError) {
        self.port = port
        try replug()
    }

    deinit { unplug() }

    var address: String { "tcp://127.0.0.1:\(port)" }

    var place: String? { listener == nil ? nil : address }

    var writable: Int32? { client }

    func isHeard(now: Int64) -> Bool {
        if let listener {
            let fresh = accept(listener, nil, nil)
            if fresh >= 0 {
                SystemCall.prepare(fresh)
                hangUp()
                client = fresh
            }
        }
        discardInput()
        return client != nil
    }

    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let client else { return nil }
        let count = unsafe bytes.withUnsafeBytes {
            unsafe send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return 0 }
        hangUp()
        return nil
    }

    func unplug() {
        hangUp()
        if let listener { close(listener) }
        listener = nil
    }

    func replug() throws(SimulationError) {
        let name = address
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", path: name, errno: errno) }
        SystemCall.prepare(descriptor)
        var yes: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        var local = sockaddr_in()
        local.sin_family = sa_family_t(AF_INET)
        local.sin_port = port.bigEndian
        local.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &local) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { local in
                unsafe bind(descriptor, local, size) == 0 && listen(descriptor, 4) == 0
                    && getsockname(descriptor, local, &size) == 0
            }
        }
        guard bound else {
            let reason = errno
            close(descriptor)
            throw .system(call: "listen", path: name, errno: reason)
        }
        port = UInt16(bigEndian: local.sin_port)
        listener = descriptor
    }

    /// Reads away what a client sends, and notices when it leaves.
    private func discardInput() {
        var room = [UInt8](repeating: 0, count: 512)
        while let client {
            let count = unsafe recv(client, &room, room.count, 0)
            if count > 0 { continue }
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            hangUp()
        }
    }

    private func hangUp() {
        if let client { close(client) }
        client = nil
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Reads a port as a gateway would: opens it, and collects what comes.
final class LineReader {
    private var descriptor: Int32
    /// Everything read so far.
    private(set) var bytes: [UInt8] = []

    /// Opens a terminal by its path.
    init?(path: String) {
        descriptor = unsafe open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    /// Connects to a loopback port.
    init?(tcpPort port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close() }

    /// Lets go of the port.
    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Waits until so many bytes are there; `false` at the line's end or after ten seconds of
    /// silence.
    func wait(for count: Int) -> Bool {
        while bytes.count < count {
            guard readMore() else { return false }
        }
        return true
    }

    /// Waits for the hang-up; `false` after ten seconds of silence.
    func waitForEnd() -> Bool {
        while readMore() {}
        return ended
    }

    private var ended = false

    private func readMore() -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&entry, 1, 10_000) == 1 else { return false }
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe read(descriptor, &room, room.count)
        ended = count <= 0
        bytes += room.prefix(max(0, count))
        return count > 0
    }
}

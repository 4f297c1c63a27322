// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Gives orders to a street that runs in another process or thread.
public enum ControlClient {
    /// Sends one command and waits for its answer: `ok …` or `error …`.
    ///
    /// Waits at most five seconds.
    public static func send(_ command: String, directory: String) throws(SimulationError) -> String
    {
        let path = StreetFiles.control(in: directory)
        let descriptor: Int32
        do {
            descriptor = try SocketAddress.connect(path)
        } catch .system(_, _, let reason) where reason == ENOENT || reason == ECONNREFUSED {
            throw .notRunning(directory: directory)
        }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let line = Array((command.filter { !$0.isNewline } + "\n").utf8)
        let sent = unsafe line.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == line.count else { throw .system(call: "send", path: path, errno: errno) }
        var answer: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 4_096)
        while answer.last != 0x0A {
            let count = unsafe recv(descriptor, &room, room.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw .system(call: "recv", path: path, errno: count < 0 ? errno : EPIPE)
            }
            answer += room.prefix(count)
        }
        return String(decoding: answer.dropLast(), as: UTF8.self)
    }
}

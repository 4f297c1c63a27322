// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The socket that takes commands, one a line, and answers each with a line.
///
/// Belongs to the street's thread; nothing here waits.
final class ControlSocket {
    private static let clientLimit = 16
    private static let lineLimit = 1_024
    private let path: String
    private let listener: Int32
    private var clients: [(descriptor: Int32, text: [UInt8])] = []

    /// Listens at a path; a socket left over from a simulator that died is replaced.
    init(path: String, directory: String) throws(SimulationError) {
        self.path = path
        if let other = try? SocketAddress.connect(path) {
            close(other)
            throw .alreadyRunning(directory: directory)
        }
        unsafe unlink(path)
        listener = try SocketAddress.listen(path)
    }

    deinit {
        for client in clients { close(client.descriptor) }
        close(listener)
        unsafe unlink(path)
    }

    /// What to wait on for input.
    var descriptors: [Int32] { [listener] + clients.map(\.descriptor) }

    /// Reads what came and answers each whole line.
    func attend(_ answer: (String) throws(SimulationError) -> String) throws(SimulationError) {
        while clients.count < ControlSocket.clientLimit {
            let fresh = accept(listener, nil, nil)
            guard fresh >= 0 else { break }
            SystemCall.prepare(fresh)
            clients.append((fresh, []))
        }
        for index in clients.indices.reversed() {
            let stays = receive(index)
            while let line = nextLine(index) {
                let reply = Array((try answer(line) + "\n").utf8)
                _ = unsafe reply.withUnsafeBytes {
                    unsafe send(
                        clients[index].descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            }
            if !stays || clients[index].text.count > ControlSocket.lineLimit {
                close(clients[index].descriptor)
                clients.remove(at: index)
            }
        }
    }

    /// Takes what is there; `false` when the client has left.
    private func receive(_ index: Int) -> Bool {
        var room = [UInt8](repeating: 0, count: ControlSocket.lineLimit)
        while clients[index].text.count <= ControlSocket.lineLimit {
            let count = unsafe recv(clients[index].descriptor, &room, room.count, 0)
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            clients[index].text += room.prefix(count)
        }
        return true
    }

    private func nextLine(_ index: Int) -> String? {
        guard let end = clients[index].text.firstIndex(of: 0x0A) else { return nil }
        let line = String(decoding: clients[index].text[..<end], as: UTF8.self)
        clients[index].text.removeSubrange(...end)
        return line
    }
}

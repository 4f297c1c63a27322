// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Whether the TCP connection of a session stands; once it did, it counts as open.
struct TCPOpening {
    private(set) var isOpen = false

    /// Asks the socket, unless it is known; throws where it could not be connected.
    mutating func look(at socket: Int32) throws(MQTTFault) {
        guard !isOpen else { return }
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        let result = unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &number, &size)
        // These are ends of a connection that stood already.
        let hasStood = number == ECONNRESET || number == EPIPE
        if result == 0, number != 0, !hasStood { throw .unreachable(errno: number) }
        isOpen = hasStood || PeerProbe(of: socket) != nil
    }
}

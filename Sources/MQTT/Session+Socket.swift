// SPDX-License-Identifier: Apache-2.0
import CMosquitto
import Glibc

/// The socket of a connection, and what the library makes of it.
extension Session {
    /// Lets the library read and write what the socket is ready for.
    func transfer(_ handle: MosquittoHandle, _ ready: SocketReadiness) throws(MQTTFault) {
        guard ready.canRead || ready.canWrite else { return }
        try opening.look(at: handle.socket)
        // During the TLS handshake reading is what drives both directions.
        if ready.canRead {
            let unread = SocketReadiness.unread(handle.socket)
            try check(handle.read(), handle)
            try checkProgress(handle, ready, unread: unread)
            pulse.received(ContinuousClock.now)
        } else if connectedAt == nil {
            try check(handle.read(), handle)
        }
        if ready.canWrite { try write(handle) }
        writeWanted = handle.wantsWrite || writeWanted
    }

    /// Lets the library write what it has.
    ///
    /// A broker that closes the connection says why before that; once a write has failed, what it
    /// said is gone. So what has come is read first.
    func write(_ handle: MosquittoHandle) throws(MQTTFault) {
        if connectedAt != nil, SocketReadiness.canReadNow(handle.socket) {
            try check(handle.read(), handle)
            pulse.received(ContinuousClock.now)
        }
        writeWanted = false
        try check(handle.write(), handle)
        pulse.sent(ContinuousClock.now)
        writeWanted = handle.wantsWrite
    }

    /// Ends a connection of which the wait says that it can be read, and of which nothing is read.
    ///
    /// The library takes some ends for a handshake that needs patience, and its first step of one
    /// may take the error that tells of a refused connection. The wait would end at once for ever.
    private func checkProgress(
        _ handle: MosquittoHandle, _ ready: SocketReadiness, unread: Int
    ) throws(MQTTFault) {
        if unread > 0 {
            guard ready.hasEnded, SocketReadiness.unread(handle.socket) >= unread else { return }
        }
        guard opening.isOpen else { throw .unreachable(errno: ECONNREFUSED) }
        try check(Int32(MOSQ_ERR_CONN_LOST.rawValue), handle)
    }
}

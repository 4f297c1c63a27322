// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A blocking TCP socket on the loopback interface.
public struct LoopbackSocket: Sendable {
    /// The descriptor; the owner closes it.
    public let descriptor: Int32

    /// Wraps a descriptor.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Listens on a port, or on any that is free.
    public static func listening(on port: UInt16 = 0, backlog: Int32 = 16) throws -> LoopbackSocket
    {
        let listener = try LoopbackSocket()
        try listener.set(SO_REUSEADDR, to: Int32(1))
        guard
            unsafe listener.withAddress(
                port: port, { unsafe bind(listener.descriptor, $0, $1) })
                == 0,
            listen(listener.descriptor, backlog) == 0
        else { throw SystemFailure("listen") }
        return listener
    }

    /// Connects to a port; throws if nobody listens.
    ///
    /// `source` is the loopback address it comes from. A small receive buffer lets a client that does
    /// not read be noticed early. Whoever reads waits for `patience` seconds at most; 0 is for ever.
    public static func connected(
        to port: UInt16, from source: String? = nil, receiveBuffer: Int32? = nil, patience: Int = 0
    ) throws -> LoopbackSocket {
        let socket = try LoopbackSocket()
        do {
            if let receiveBuffer { try socket.set(SO_RCVBUF, to: receiveBuffer) }
            if patience > 0 {
                try socket.set(SO_RCVTIMEO, to: timeval(tv_sec: patience, tv_usec: 0))
            }
            if let source {
                let result = unsafe socket.withAddress(source) {
                    unsafe bind(socket.descriptor, $0, $1)
                }
                guard result == 0 else { throw SystemFailure("bind") }
            }
            let result = unsafe socket.withAddress(port: port) {
                unsafe connect(socket.descriptor, $0, $1)
            }
            guard result == 0 else { throw SystemFailure("connect") }
        } catch {
            socket.close()
            throw error
        }
        return socket
    }

    /// The port this socket is bound to.
    public func port() throws -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size)
            }
        }
        guard result == 0 else { throw SystemFailure("getsockname") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a connection; nothing when the socket was shut down.
    public func accepted() -> LoopbackSocket? {
        let descriptor = accept(descriptor, nil, nil)
        return descriptor < 0 ? nil : LoopbackSocket(descriptor: descriptor)
    }

    /// Reads exactly so many bytes; nothing when the stream ended before.
    public func read(exactly count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(
                    descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, 0)
            }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }

    /// Reads what is there, or waits for it; empty when the stream has ended, `EAGAIN` is thrown when
    /// patience is over.
    public func read() throws(SystemFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var got: Int
        // A process that was stopped and goes on is told so by EINTR.
        repeat {
            got = unsafe recv(descriptor, &bytes, bytes.count, 0)
        } while got < 0 && errno == EINTR
        guard got >= 0 else { throw SystemFailure("recv") }
        return Array(bytes[..<got])
    }

    /// Writes all bytes; false when the stream has ended.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { buffer in
                unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends both directions, which also ends a read or an accept on another thread.
    public func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Ends the direction to the other side; what comes from there can still be read.
    public func finishWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Ends both directions, even if another process has inherited the socket, and closes it.
    public func close() {
        shutDown()
        Glibc.close(descriptor)
    }

    private init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFailure("socket") }
    }

    private func set<Value: BitwiseCopyable>(_ option: Int32, to value: Value) throws {
        var value = value
        let result = unsafe setsockopt(
            descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
        guard result == 0 else { throw SystemFailure("setsockopt") }
    }

    private func withAddress(
        _ host: String = "127.0.0.1", port: UInt16 = 0,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = unsafe inet_addr(host)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

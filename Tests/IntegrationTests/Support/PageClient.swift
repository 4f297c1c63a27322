// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport

/// A connection to the gateway's page, from a loopback address of choice; closed when it is let go.
final class PageClient: Sendable {
    /// What was answered.
    struct Answer: Sendable {
        let status: Int
        let body: String
    }

    private let descriptor: Int32

    /// Connects to a port of 127.0.0.1; a small receive buffer lets a client that does not read be
    /// noticed early.
    init(port: UInt16, from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemFailure("socket") }
        descriptor = made
        if var size = receiveBuffer {
            unsafe setsockopt(
                made, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        unsafe setsockopt(
            made, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard unsafe PageClient.with(source, 0, { unsafe bind(made, $0, $1) }) == 0 else {
            throw SystemFailure("bind")
        }
        guard unsafe PageClient.with("127.0.0.1", port, { unsafe connect(made, $0, $1) }) == 0
        else { throw SystemFailure("connect") }
    }

    deinit { close(descriptor) }

    /// Asks once, on a connection of its own; `nil` if nothing that is an answer came.
    static func get(_ path: String, port: UInt16, from source: String = "127.0.0.1") async
        -> Answer?
    {
        guard let client = try? PageClient(port: port, from: source) else { return nil }
        client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return await client.answer()
    }

    /// Sends a text; what the server does not take is lost.
    func send(_ text: String) { LoopbackSocket(descriptor: descriptor).write(Array(text.utf8)) }

    /// What comes until the server closes.
    func answer() async -> Answer? {
        let bytes = await read { _ in false }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        return PageClient.status(text).map {
            Answer(status: $0, body: String(text[end.upperBound...]))
        }
    }

    /// The status of an answer that need not end.
    func status() async -> Int? {
        PageClient.status(String(decoding: await read { $0.count >= 16 }, as: UTF8.self))
    }

    private static func status(_ text: String) -> Int? {
        text.hasPrefix("HTTP/1.1 ") ? Int(text.dropFirst(9).prefix(3)) : nil
    }

    /// Receives on a thread of its own until it is enough, or the server closes.
    private func read(until isEnough: @escaping @Sendable ([UInt8]) -> Bool) async -> [UInt8] {
        await withCheckedContinuation { continuation in
            BackgroundThread.start {
                var bytes: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 16_384)
                while !isEnough(bytes) {
                    let count = unsafe recv(self.descriptor, &chunk, chunk.count, 0)
                    guard count > 0 else { break }
                    bytes += chunk[..<count]
                }
                continuation.resume(returning: bytes)
            }
        }
    }

    private static func with(
        _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
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

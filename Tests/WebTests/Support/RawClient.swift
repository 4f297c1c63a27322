// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Locking
import Testing

/// A TCP connection to the server under test, byte by byte, from an address of choice.
///
/// Its calls block, so they run on a thread of their own: the server's tasks share the test's.
final class RawClient: Sendable {
    /// The socket could not be made or connected; `errno`.
    struct Failure: Error { let code: Int32 }

    let descriptor: Int32
    /// What was received and not asked for yet.
    private let pending = Mutex<[UInt8]>([])

    /// Connects to a port of 127.0.0.1; `source` is the address it comes from.
    init(port: Int, from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw Failure(code: errno) }
        descriptor = made
        if var size = receiveBuffer {
            unsafe setsockopt(
                made, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var patience = timeval(tv_sec: RawClient.patience, tv_usec: 0)
        unsafe setsockopt(
            made, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var local = RawClient.address(source, 0)
        var remote = RawClient.address("127.0.0.1", UInt16(port))
        let isBound =
            unsafe RawClient.withSocketAddress(&local) { unsafe bind(made, $0, $1) } == 0
        let isConnected =
            unsafe isBound
            && RawClient.withSocketAddress(&remote) { unsafe connect(made, $0, $1) } == 0
        guard isConnected else { throw Failure(code: errno) }
    }

    deinit { close(descriptor) }

    /// Sends bytes; what the server does not take is lost.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(
                    descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// What comes until the server closes.
    func read() async -> [UInt8] { await take { _ in nil } }

    /// No test waits longer than this for anything: a server that neither says something nor closes
    /// for so long is at fault.
    private static let patience = 60

    /// One complete answer to what was sent.
    func answer(hasBody: Bool = true) async -> HTTPAnswer? {
        HTTPAnswer(
            await take { bytes in
                HTTPAnswer(bytes)?.isComplete(hasBody: hasBody) == true ? bytes.count : nil
            })
    }

    /// The head of an answer that does not end.
    func head() async -> HTTPAnswer? {
        HTTPAnswer(await take { HTTPAnswer($0) == nil ? nil : $0.count })
    }

    /// Text of a stream, up to and with a piece.
    func text(until piece: String) async -> String {
        let mark = Array(piece.utf8)
        let bytes = await take { bytes in
            guard bytes.count >= mark.count else { return nil }
            return (0...(bytes.count - mark.count))
                .first { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
                .map { $0 + mark.count }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Receives until `enough` says how many bytes are wanted, or the server closes; what is beyond
    /// stays for the next call.
    private func take(_ enough: @escaping @Sendable ([UInt8]) -> Int?) async -> [UInt8] {
        let (bytes, isLate) = await offload {
            var bytes = self.pending.withLock { $0 }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while true {
                if let count = enough(bytes) {
                    self.pending.withLock { $0 = Array(bytes[count...]) }
                    return (Array(bytes[..<count]), false)
                }
                let count = unsafe recv(self.descriptor, &chunk, chunk.count, 0)
                guard count > 0 else {
                    self.pending.withLock { $0 = [] }
                    return (bytes, count < 0 && errno == EAGAIN)
                }
                bytes += chunk[..<count]
            }
        }
        if isLate { Issue.record("the server neither spoke nor closed for \(Self.patience) s") }
        return bytes
    }

    private func offload<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result
    {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    private static func address(_ text: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = unsafe inet_addr(text)
        return address
    }

    private static func withSocketAddress<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

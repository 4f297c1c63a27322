// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking
import TestSupport
import Testing

/// A TCP connection to the server under test, byte by byte, from an address of choice.
///
/// Its calls block, so they run on a thread of their own: the server's tasks share the test's.
final class RawClient: Sendable {
    private let socket: LoopbackSocket
    /// What was received and not asked for yet.
    private let pending = Mutex<[UInt8]>([])

    /// Connects to a port of 127.0.0.1; `source` is the address it comes from.
    init(port: Int, from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        socket = try LoopbackSocket.connected(
            to: UInt16(port), from: source, receiveBuffer: receiveBuffer,
            patience: RawClient.patience)
    }

    deinit { socket.close() }

    /// Sends bytes; what the server does not take is lost.
    func send(_ text: String) { socket.write(Array(text.utf8)) }

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
        let (bytes, isLate) = await BackgroundThread.result {
            var bytes = self.pending.withLock { $0 }
            while true {
                if let count = enough(bytes) {
                    self.pending.withLock { $0 = Array(bytes[count...]) }
                    return (Array(bytes[..<count]), false)
                }
                var isLate = false
                var more: [UInt8] = []
                do throws(SystemFailure) { more = try self.socket.read() } catch {
                    isLate = error.number == EAGAIN
                }
                guard !more.isEmpty else {
                    self.pending.withLock { $0 = [] }
                    return (bytes, isLate)
                }
                bytes += more
            }
        }
        if isLate { Issue.record("the server neither spoke nor closed for \(Self.patience) s") }
        return bytes
    }
}

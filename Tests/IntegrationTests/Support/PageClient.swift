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

    private let socket: LoopbackSocket

    /// Connects to a port of 127.0.0.1; a small receive buffer lets a client that does not read be
    /// noticed early.
    init(port: UInt16, from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        socket = try LoopbackSocket.connected(
            to: port, from: source, receiveBuffer: receiveBuffer, patience: 20)
    }

    deinit { socket.close() }

    /// Asks once, on a connection of its own; `nil` if nothing that is an answer came.
    static func get(_ path: String, port: UInt16, from source: String = "127.0.0.1") async
        -> Answer?
    {
        guard let client = try? PageClient(port: port, from: source) else { return nil }
        client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return await client.answer()
    }

    /// Sends a text; what the server does not take is lost.
    func send(_ text: String) { socket.write(Array(text.utf8)) }

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

    /// Receives on a thread of its own until it is enough, or the server closes; nothing if it does
    /// neither for too long.
    private func read(until isEnough: @escaping @Sendable ([UInt8]) -> Bool) async -> [UInt8] {
        await BackgroundThread.result {
            var bytes: [UInt8] = []
            while !isEnough(bytes) {
                do throws(SystemFailure) {
                    let more = try self.socket.read()
                    guard !more.isEmpty else { break }
                    bytes += more
                } catch {
                    if error.number == EAGAIN { return [] }
                    break
                }
            }
            return bytes
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// The connections that this process holds at a port of its own.
enum ServerSockets {
    private static let listening = "0A"

    /// How many descriptors are connections that came to this port, whatever state they are in.
    static func count(port: Int) throws -> Int {
        let hexPort = String(port, radix: 16, uppercase: true)
        let suffix = ":" + String(repeating: "0", count: 4 - hexPort.count) + hexPort
        let table = try table()
        let sockets = Set(
            table.split(separator: "\n").dropFirst().compactMap { line -> String? in
                // sl, local address, remote address, state, …, the socket's number.
                let words = line.split(separator: " ")
                guard words.count > 9, words[1].hasSuffix(suffix), words[3] != listening else {
                    return nil
                }
                return "socket:[\(words[9])]"
            })
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            .compactMap { target("/proc/self/fd/\($0)") }
            .count(where: sockets.contains)
    }

    /// The kernel's table of connections, which comes a page at a time.
    private static func table() throws -> String {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/net/tcp"))
        defer { try? file.close() }
        var bytes = Data()
        while let part = try file.read(upToCount: 65_536), !part.isEmpty { bytes += part }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a link says, whether that is a path or not; `nil` when it is gone.
    private static func target(_ link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: 256)
        let count = unsafe readlink(link, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

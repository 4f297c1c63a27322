// SPDX-License-Identifier: Apache-2.0
import Foundation

/// An answer as it came over the line.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By their names in small letters.
    let headers: [String: String]
    let body: [UInt8]

    /// Takes bytes apart; `nil` while the head is not there.
    init?(_ bytes: [UInt8]) {
        guard let end = HTTPAnswer.end(of: bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        self.status = status
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        self.headers = headers
        let rest = bytes[(end + 4)...]
        body =
            headers["transfer-encoding"] == "chunked" ? HTTPAnswer.joined(rest) : Array(rest)
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object; empty if it is none.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    /// Whether all of the body is there.
    func isComplete(hasBody: Bool) -> Bool {
        guard hasBody, let length = headers["content-length"].flatMap(Int.init) else {
            return !hasBody || [204, 304].contains(status)
        }
        return body.count >= length
    }

    /// The chunks that are there, without their lengths.
    private static func joined(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes
        while let lineEnd = rest.firstIndex(of: 0x0D),
            let count = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16)
        {
            rest = rest[lineEnd...].dropFirst(2)
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
        }
        return body
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { bytes[$0...].starts(with: mark) }
    }
}

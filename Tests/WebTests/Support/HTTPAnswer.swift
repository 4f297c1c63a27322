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
        body = Array(bytes[(end + 4)...])
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

    private static func end(of bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { bytes[$0...].starts(with: mark) }
    }
}

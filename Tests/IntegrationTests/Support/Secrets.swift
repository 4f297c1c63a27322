// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Byte strings that may stand in no output.
struct Secrets {
    private let forms: [[UInt8]]

    /// Keys in hex digits, and words such as passwords.
    init(keys: [String], words: [String] = []) {
        let raw = keys.map { key in
            stride(from: 0, to: key.utf8.count - 1, by: 2).compactMap { index in
                UInt8(key.dropFirst(index).prefix(2), radix: 16)
            }
        }
        let secrets = raw + words.map { Array($0.utf8) }
        forms = secrets.flatMap { secret in
            let hex = secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let base64 = Foundation.Data(secret).base64EncodedString().prefix { $0 != "=" }
                .dropLast()
            return [secret, Array(hex.utf8), Array(hex.uppercased().utf8), Array(base64.utf8)]
        }
    }

    /// Expects none of them in an output.
    func expectAbsent(from output: some Sequence<UInt8>, _ what: String) {
        let output = Foundation.Data(output)
        for form in forms {
            #expect(output.range(of: Foundation.Data(form)) == nil, "a secret in \(what)")
        }
    }
}

extension House {
    /// The keys that lie in the street's folder.
    var keys: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path("keys"))) ?? []
        return names.map { text("keys/\($0)").filter { !$0.isWhitespace } }
    }

    /// Expects no key, and none of these words, in anything that was printed or published.
    func expectSecrecy(words: [String] = []) {
        let secrets = Secrets(keys: keys, words: words)
        secrets.expectAbsent(from: output.joined(separator: "\n").utf8, "the log")
        let published = subscriber.messages.entries.map {
            Array($0.topic.utf8) + [0] + $0.payload + [0]
        }
        secrets.expectAbsent(from: published.joined(), "what was published")
    }
}

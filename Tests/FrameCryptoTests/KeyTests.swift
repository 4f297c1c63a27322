// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import FrameCrypto

/// Reading keys, comparing them, and never showing them.
struct KeyTests {
    static let digits = "1A2B3C4D5E6F708192A3B4C5D6E7F809"

    @Test(arguments: [
        digits, "1a2b3c4d5e6f708192a3b4c5d6e7f809", " \(digits)\n", "\r\n\t\(digits)  \r\n",
    ])
    func `32 hex digits of either case, with blanks around them, are a key`(_ text: String) throws {
        #expect(try EncryptionKey(hex: text) == EncryptionKey(hex: KeyTests.digits))
        #expect(try AuthenticationKey(hex: text) == AuthenticationKey(hex: KeyTests.digits))
    }

    static let wrong: [(String, KeyError)] = [
        ("", KeyError.wrongLength(digits: 0)), ("  \n", .wrongLength(digits: 0)),
        ("1A2B", .wrongLength(digits: 4)), (digits + "0", .wrongLength(digits: 33)),
        (String(digits.dropLast()), .wrongLength(digits: 31)),
        ("30" + digits, .wrongLength(digits: 34)), ("0x" + digits, .notHex(position: 2)),
        ("1A2B3C4D-5E6F7081-92A3B4C5-D6E7F809", .notHex(position: 9)),
        (" G" + digits, .notHex(position: 1)), (digits + "é", .notHex(position: 33)),
        (String(repeating: "0", count: 32), .allZero),
        ("00112233445566778899aabbccddeeff", .isPublicAuthenticationKey),
    ]

    @Test(arguments: wrong)
    func `anything else is refused with the reason`(_ text: String, _ error: KeyError) {
        #expect(throws: error) { try EncryptionKey(hex: text) }
    }

    @Test func `an authentication key may have the control byte 30 before it`() throws {
        let plain = try AuthenticationKey(hex: KeyTests.digits)
        #expect(try AuthenticationKey(hex: "30" + KeyTests.digits) == plain)
        #expect(try AuthenticationKey(hex: " 30\(KeyTests.digits)\n") == plain)
        #expect(
            try AuthenticationKey(hex: "3000112233445566778899AABBCCDDEEFF") == .luxembourg)
        #expect(throws: KeyError.wrongLength(digits: 34)) {
            try AuthenticationKey(hex: "31" + KeyTests.digits)
        }
    }

    @Test func `no message about a key repeats a digit of it`() {
        // Letters only, so that a number in the message cannot be one of the text's digits.
        let wrong = [
            "ABCDEFABCDEF", "ABCDEFABCDEFABCDEFABCDEFABCDEFXYZZY", "FEEDFACEFEEDFACE ABBA",
            "QUERTZ",
        ]
        for text in wrong {
            do {
                _ = try EncryptionKey(hex: text)
                Issue.record("a key was read from \(text.count) characters")
            } catch {
                for shown in [error.description, "\(error)", String(reflecting: error)] {
                    for start in 0..<(text.count - 3) {
                        let part = text.dropFirst(start).prefix(4)
                        #expect(!shown.uppercased().contains(part))
                    }
                }
            }
        }
    }

    @Test func `a fingerprint tells keys apart and stays the same`() throws {
        let key = try EncryptionKey(hex: KeyTests.digits)
        // SHA-256 over "meter-gateway key fingerprint 1:" and the sixteen bytes.
        #expect(key.fingerprint == "41f636a1")
        #expect(try SealedFrame.key(1).fingerprint != SealedFrame.key(2).fingerprint)
        #expect(try SealedFrame.key(1) != SealedFrame.key(2))
        #expect(try Set([SealedFrame.key(1), SealedFrame.key(1), SealedFrame.key(2)]).count == 2)
    }

    @Test(.enabled(if: Sanitizer.isOff, "a sanitizer maps more memory than can be searched"))
    func `a key that nobody holds any more is nowhere in memory`() throws {
        let masked = (0..<16).map { _ in UInt8.random(in: 1...255) }
        var digits = masked.map { byte in
            let hex = String(byte ^ OwnMemory.mask, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
        var key: EncryptionKey? = try EncryptionKey(hex: digits)
        digits = ""
        var context = key.flatMap { CipherContext(key: $0, authenticationKey: .luxembourg) }
        #expect(context != nil)
        #expect(try OwnMemory.count(masked) > 0, "while it is held, it is somewhere")
        (key, context) = (nil, nil)
        #expect(try OwnMemory.count(masked) == 0)
    }

    @Test func `authentication keys are equal when all their bytes are`() throws {
        let key = try AuthenticationKey(hex: KeyTests.digits)
        let last = try AuthenticationKey(hex: KeyTests.digits.dropLast() + "8")
        #expect(key != last)
        #expect(try Set([key, last, AuthenticationKey(hex: KeyTests.digits)]).count == 2)
    }

    @Test func `no way of printing a key or what holds it shows its bytes`() throws {
        let key = try EncryptionKey(hex: KeyTests.digits)
        let secret = try AuthenticationKey(hex: KeyTests.digits)
        let context = CipherContext(key: key, authenticationKey: secret)
        let holders: [Any] = [key, secret, context as Any, [key], ["key": key], (key, secret)]
        let bytes: [UInt8] = [0x1A, 0x2B, 0x3C, 0x4D, 0x5E, 0x6F, 0x70, 0x81]
        let decimal = bytes.map(String.init)
        for holder in holders {
            var dumped = ""
            dump(holder, to: &dumped)
            for text in [
                "\(holder)", String(describing: holder), String(reflecting: holder), dumped,
            ] {
                let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
                for start in 0..<(words.count - 1) where words[start] == decimal[0] {
                    #expect(words[start + 1] != decimal[1], "\(text)")
                }
                for start in stride(from: 0, to: 28, by: 2) {
                    let part = KeyTests.digits.dropFirst(start).prefix(4)
                    #expect(!text.uppercased().contains(part), "\(text)")
                }
            }
        }
        #expect("\(key)" == "key \(key.fingerprint)")
        #expect("\(secret)" == "a key of its own")
        #expect("\(AuthenticationKey.luxembourg)" == "Luxembourg's published key")
        #expect(Mirror(reflecting: key).children.compactMap(\.label) == ["fingerprint"])
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Testing

/// Against the examples of FIPS 180-4.
struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `a hash is the one that the standard says`(_ text: String, _ hash: String) {
        let digest = SHA256.digest(Array(text.utf8))
        #expect(digest.count == SHA256.bytes)
        let digits = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        #expect(digits.joined() == hash)
    }
}

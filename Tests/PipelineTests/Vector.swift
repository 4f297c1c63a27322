// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import Pipeline
import TestSupport
import Testing

/// One entry of the index of recorded and made test vectors, which lie beside the package or where METER_VECTORS says.
struct Vector: Decodable, CustomTestStringConvertible, Sendable {
    struct Key: Decodable, Sendable {
        let key_hex: String
        let auth_key_hex: String?
    }

    struct Expectation: Decodable, Sendable {
        let total_bytes: Int
        // Sealed frames.
        let system_title: String?
        let frame_counter: String?
        let security_control: String?
        let identifier: String?
        let auth: String?
        let frame: String?
        let payload: String?
        let telegram_crc: String?
        let plaintext_file: String?
        // Clear telegrams.
        let header: String?
        let crc: String?
        let values: [String: String]?
        // Streams.
        let good_frames: Int?
        let counters: [String]?
        let fresh_frames: Int?
        let good_telegrams: Int?
    }

    let id: String
    let `class`: String
    let file: String
    let transport: String?
    let key_hex: String?
    let auth_key_hex: String?
    let keys: [Key]?
    let version: String?
    let expect: Expectation

    var testDescription: String { id }

    /// All vectors; none when the folder is not there.
    static let all: [Vector] = TestVectors.all()

    static func of(_ name: String) -> [Vector] { all.filter { $0.class == name } }

    static func named(_ id: String) throws -> Vector {
        try #require(all.first { $0.id == id }, "\(id)")
    }

    /// The stream itself; `.hex` files hold digits and blanks.
    func bytes() throws -> [UInt8] {
        let raw = try [UInt8](Foundation.Data(contentsOf: TestVectors.folder.appending(path: file)))
        guard file.hasSuffix(".hex") else { return raw }
        let digits = raw.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    /// The keys that open it, ready for a pipeline.
    func slots() throws -> [KeySlot] {
        let own = key_hex.map { [Key(key_hex: $0, auth_key_hex: auth_key_hex)] }
        return try (keys ?? own ?? []).map { key in
            let second = try key.auth_key_hex.map { try AuthenticationKey(hex: $0) } ?? .luxembourg
            return try #require(
                KeySlot(key: EncryptionKey(hex: key.key_hex), authenticationKey: second))
        }
    }
}

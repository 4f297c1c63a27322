// SPDX-License-Identifier: Apache-2.0
import DSMR
import Foundation
import Pipeline
import TestSupport
import Testing

/// The recorded and made test vectors through the same code as the daemon.
@Suite(.enabled(if: !Vector.all.isEmpty, "no test vectors: set METER_VECTORS to their folder"))
struct VectorTests {
    /// What becomes of the vectors that give no telegram under strict rules.
    static let refused: [String: [String]] = [
        // Genuine, and no P1 text inside.
        "dk-kamstrup-omnipower": ["unsupported"],
        "at-burgenland-lg-e450-1": ["noise", "unsupported", "noise"],
        "at-burgenland-lg-e450-2": ["noise", "unsupported", "noise"],
        "pub-athombv-aidon-with-aad": ["noise", "unsupported", "noise"],
        // No tag.
        "at-netznoe-kaifa-brochure": ["noise", "unauthenticated", "noise"],
        "at-tinetz-example": ["noise", "unauthenticated", "noise"],
        "pl-kaifa-ma309-mbus": ["noise", "unauthenticated", "noise"],
        "syn-sc-20": ["unauthenticated"],
        // A tag that fails.
        "pub-athombv-aidon-without-aad": ["noise", "wrong_key", "noise"],
        "syn-wrong-auth-key": ["tag_mismatch"], "syn-bad-tag-bit": ["tag_mismatch"],
        "syn-bad-ciphertext-bit": ["damaged"], "syn-bad-counter": ["wrong_key"],
        // No key is known.
        "lu-sgrimee-fake-vector": ["no_key"], "at-steiermark-t210dr-richard": ["no_key"],
        "at-steiermark-t210dr-espreader": ["no_key"], "at-graz-t210dr-gh264": ["no_key"],
        "at-t210dr-esphome16549": ["no_key"],
        "at-netznoe-t210d-gh867": ["noise", "no_key", "noise"],
        "at-t210d-mbus-length-wrap": ["noise", "no_key", "noise"],
        "ch-kamstrup-gh350": ["noise", "no_key", "noise"],
        "dk-kamstrup-gh517": ["noise", "no_key", "noise"],
        "dk-kamstrup-gh244-bad-fcs": ["noise", "no_key", "noise"],
        "at-iskra-am550-gh787": ["noise", "no_key", "noise"],
        // Not framed as a sealed frame, or cut off.
        "pub-svrooij-odd-length": ["noise"],
        "at-t210d-lost-bytes": ["noise", "bad_header", "noise", "bad_header", "noise"],
        "at-vorarlberg-kaifa-gh539-truncated": ["noise", "truncated"],
        "pl-elgama-gama-g35": ["unsupported"], "pl-kaifa-ma309m-overflow": ["unsupported"],
        "syn-sc-00": ["plaintext_refused"],
    ]

    @Test(arguments: Vector.of("encrypted"))
    func `a recorded sealed frame is opened, or refused for the right reason`(_ vector: Vector)
        throws
    {
        let stream = try vector.bytes()
        let expect = vector.expect
        #expect(stream.count == expect.total_bytes)
        let decoding = Decoding(stream, keys: try vector.slots())
        #expect(decoding.covers(stream.count))
        if let reasons = VectorTests.refused[vector.id] {
            #expect(decoding.words == reasons)
            let framed = decoding.discarded.compactMap(\.header).first
            if let title = expect.system_title, let framed { #expect(framed.title.hex == title) }
            return
        }
        let object = try #require(decoding.objects().first)
        let frame = try #require(decoding.accepted.first)
        #expect(decoding.words == ["verified"])
        #expect(object["type"] as? String == "telegram")
        #expect(object["length"] as? Int == stream.count)
        #expect(object["system_title"] as? String == expect.system_title)
        #expect(object["security_control"] as? String == expect.security_control)
        #expect(object["encrypted"] as? Bool == (expect.security_control == "30"))
        #expect(
            frame.header?.counter.value == expect.frame_counter.flatMap { UInt32($0, radix: 16) })
        #expect(object["crc"] as? String == "valid" && expect.telegram_crc == "valid")
        #expect(object["crc_kind"] as? String == "arc")
        if let identifier = expect.identifier {
            #expect(object["identity"] as? String == identifier)
        }
        decoding.expectValues(expect.values, of: object)
        if let plain = expect.plaintext_file {
            let clear = Decoding(
                try [UInt8](Foundation.Data(contentsOf: TestVectors.folder.appending(path: plain))))
            #expect(clear.contents == decoding.contents)
        }
    }

    /// Clear telegrams that are discarded, and why; all others are accepted.
    static let notClear: [String: String] = [
        "lu-openhab-14844-truncated": "truncated", "nl-v22-iskra-no-end-mark": "truncated",
        "nl-v22-iskra-message-with-slash": "truncated", "at-graz-gh264-plain": "truncated",
    ]

    @Test(arguments: Vector.of("plaintext"))
    func `a recorded clear telegram is read, or refused for its checksum`(_ vector: Vector) throws {
        let stream = try vector.bytes()
        let expect = vector.expect
        #expect(stream.count == expect.total_bytes)
        let decoding = Decoding(stream)
        #expect(decoding.covers(stream.count))
        let object = try #require(decoding.objects().first)
        switch expect.crc {
        case "mismatch": #expect(decoding.words == ["crc_wrong"])
        case "no-frame": #expect(decoding.words == [VectorTests.notClear[vector.id]])
        default:
            #expect(decoding.words.first == "none")
            // A gateway's own lines and empty lines may follow.
            #expect(decoding.words.dropFirst().allSatisfy { $0 == "noise" })
            #expect(object["crc"] as? String == (expect.crc == "absent" ? "absent" : "valid"))
            let kind = ["valid": "arc", "valid-x25": "x25"][expect.crc ?? ""]
            #expect(object["crc_kind"] as? String == kind)
            #expect(object["header"] as? String == expect.header)
            #expect(object["encrypted"] as? Bool == false)
            #expect(object["broken_lines"] == nil)
            decoding.expectValues(expect.values, of: object)
        }
        // Beside a key the same telegram is refused.
        let keyed = Decoding(stream, keys: try Decoding.slots([SealedFrame.key(77)]))
        #expect(!keyed.words.contains("none"))
        #expect(keyed.covers(stream.count))
    }

    @Test(arguments: Vector.of("stream"))
    func `a recorded stream gives its good frames`(_ vector: Vector) throws {
        let stream = try vector.bytes()
        let expect = vector.expect
        #expect(stream.count == expect.total_bytes)
        let decoding = Decoding(stream, keys: try vector.slots())
        #expect(decoding.covers(stream.count))
        let replays = decoding.discarded.filter { $0.reason == .replay }
        let fresh = decoding.accepted.count
        #expect(fresh + replays.count == expect.good_frames ?? expect.good_telegrams)
        if let wanted = expect.fresh_frames { #expect(fresh == wanted) }
        if let counters = expect.counters {
            let found = (decoding.accepted.compactMap(\.header) + replays.compactMap(\.header))
                .map(\.counter.value).sorted()
            #expect(found == counters.compactMap { UInt32($0, radix: 16) }.sorted())
        }
    }

    @Test func `other policies take what strict ones refuse, and say so`() throws {
        func words(_ id: String, _ policy: OpeningPolicy) throws -> [String] {
            let vector = try Vector.named(id)
            return Decoding(try vector.bytes(), keys: try vector.slots(), policy: policy).words
        }
        for mode in [AuthenticationMode.crc, .off] {
            let policy = OpeningPolicy(authentication: mode)
            #expect(try words("syn-wrong-auth-key", policy) == ["unverified"])
            #expect(try words("syn-bad-tag-bit", policy) == ["unverified"])
            #expect(try words("syn-sc-20", policy) == ["unverified"])
            #expect(try words("syn-sc-10", policy) == ["verified"])
            #expect(try words("syn-bad-ciphertext-bit", policy) == ["damaged"])
            #expect(try words("syn-bad-counter", policy) == ["wrong_key"])
            #expect(try words("lu-nexxtlab-2018", policy) == ["verified"])
        }
        let clear = OpeningPolicy(allowsPlaintext: true)
        #expect(try words("syn-sc-00", clear) == ["none"])
    }
}

extension Decoding {
    /// The lines from the telegram's header on: what does not depend on how it travelled.
    fileprivate var contents: [Substring?] {
        lines.map { line in line.range(of: "\"header\":").map { line[$0.lowerBound...] } }
    }
}

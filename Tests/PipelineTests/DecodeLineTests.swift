// SPDX-License-Identifier: Apache-2.0
import DSMR
import Foundation
import Pipeline
import TestSupport
import Testing

/// The lines that `decode` prints.
struct DecodeLineTests {
    private func sealed(_ lines: [String], control: UInt8 = 0x30) throws -> [UInt8] {
        var frame = SealedFrame(counter: 370_915)
        frame.control = control
        return try frame.bytes(ClearTelegram.bytes(lines), key: SealedFrame.key())
    }

    @Test func `a telegram is one object with everything it said`() throws {
        let frame = try sealed([
            "1-3:0.2.8(42)", "0-0:1.0.0(180130102122W)", "1-0:1.8.0(000006.695*kWh)",
            "9-9:1.2.3(a)(b)", "1-0:31.7.0",
        ])
        let decoding = Decoding(frame, keys: try Decoding.slots([SealedFrame.key()]))
        #expect(
            decoding.lines == [
                #"{"type":"telegram","offset":0,"length":\#(frame.count),"encrypted":true,"#
                    + #""system_title":"5341476770001001","identity":"SAG1030700004097","#
                    + #""frame_counter":370915,"security_control":"30","#
                    + #""authentication":"verified","crc":"valid","crc_kind":"arc","#
                    + #""header":"/Lux5\\253770123_A","time":"2018-01-30T09:21:22Z","#
                    + #""objects":[{"obis":"1-3:0.2.8","values":["42"]},"#
                    + #"{"obis":"0-0:1.0.0","values":["180130102122W"]},"#
                    + #"{"obis":"1-0:1.8.0","values":["000006.695*kWh"]},"#
                    + #"{"obis":"9-9:1.2.3","values":["a","b"]},{"obis":"1-0:31.7.0","values":[]}],"#
                    + #""readings":{"energy_import_kwh":6.695}}"#
            ])
    }

    @Test func `a clear telegram has no title, and a broken line is listed`() throws {
        let text = ClearTelegram.bytes(
            ["junk", "1-0:1.8.0(1*kWh)"], header: "/ABC5", checksum: .x25)
        #expect(
            Decoding(text).lines == [
                #"{"type":"telegram","offset":0,"length":\#(text.count),"encrypted":false,"#
                    + #""authentication":"none","crc":"valid","crc_kind":"x25","header":"/ABC5","#
                    + #""objects":[{"obis":"1-0:1.8.0","values":["1*kWh"]}],"#
                    + #""readings":{"energy_import_kwh":1},"#
                    + #""broken_lines":[{"offset":9,"problem":"no OBIS code"}]}"#
            ])
    }

    @Test func `a signed frame in clear says that it is not encrypted and verified`() throws {
        let frame = try sealed(["1-0:1.8.0(1*kWh)"], control: 0x10)
        let decoding = Decoding(frame, keys: try Decoding.slots([SealedFrame.key()]))
        let object = try #require(decoding.objects().first)
        #expect(object["encrypted"] as? Bool == false)
        #expect(object["authentication"] as? String == "verified")
    }

    @Test func `a discarded stretch names its reason and what the head said`() throws {
        let frame = try sealed(["1-0:1.8.0(1*kWh)"])
        #expect(
            Decoding([1, 2, 3] + frame).lines == [
                #"{"type":"discarded","offset":0,"length":3,"reason":"noise"}"#,
                #"{"type":"discarded","offset":3,"length":\#(frame.count),"reason":"no_key","#
                    + #""system_title":"5341476770001001","identity":"SAG1030700004097","#
                    + #""frame_counter":370915,"security_control":"30"}"#,
            ])
    }

    @Test func `no reason has a word that the contract does not know`() {
        #expect(
            Set(DiscardReason.allCases.map(\.rawValue)) == [
                "noise", "truncated", "bad_header", "oversize", "wrong_key", "damaged",
                "tag_mismatch", "unauthenticated", "no_key", "crc_wrong", "malformed_telegram",
                "replay", "plaintext_refused", "unsupported",
            ])
    }

    @Test func `W28 whatever stands in a telegram, each line is JSON in UTF-8`() throws {
        var random = SeededGenerator(seed: 28)
        let key = try SealedFrame.key()
        let slots = try Decoding.slots([key])
        for counter in UInt32(1)...600 {
            func junk(_ count: Int) -> [UInt8] {
                random.bytes(random.below(count)).filter { $0 != 0x0A && $0 != 0x0D && $0 != 0x29 }
            }
            let pieces = [
                Array("/Lux".utf8), junk(40),
                Array("\r\n1-0:1.8.0(000006.695*kWh)\r\n0-0:96.1.1(".utf8), junk(60),
                Array(")\r\n0-0:96.13.0(".utf8), junk(60),
                Array(")\r\n0-0:96.3.10(".utf8), junk(6), Array(")\r\n".utf8), junk(30),
                Array("\r\n0-0:96.13.2(\(hex(random.bytes(20))))\r\n!".utf8),
            ]
            let body = Array(pieces.joined())
            let telegram = ClearTelegram.seal(body)
            let stream =
                counter % 2 == 0
                ? try SealedFrame(counter: counter).bytes(telegram, key: key) : telegram
            let decoding = Decoding(stream, keys: counter % 2 == 0 ? slots : [])
            for line in decoding.lines {
                #expect(String(validating: Array(line.utf8), as: UTF8.self) == line)
                #expect(!line.utf8.contains { $0 < 0x20 })
            }
            let types = try decoding.objects().compactMap { $0["type"] as? String }
            #expect(types.count == decoding.lines.count)
            if counter % 2 == 0 { #expect(decoding.words == ["verified"]) }
        }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

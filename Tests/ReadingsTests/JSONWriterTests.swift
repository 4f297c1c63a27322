// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import TestSupport
import Testing

/// JSON that every reader takes.
struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        body(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func `values of every kind stand in one object`() {
        let text = text { json in
            json.object { json in
                json.field("text", "a\"b\\c\n\r\t\u{1}\u{7F}é")
                json.field("none", nil)
                json.field("whole", -7)
                json.field("truth", true)
                json.field("time", UTCTime(seconds: 0))
                json.key("list")
                json.array { json in
                    json.number(FixedPoint(6_695, decimals: 3))
                    json.null()
                    json.object { _ in }
                    json.array { _ in }
                    json.bool(false)
                }
                json.fields([
                    Reading(
                        name: "energy_import_kwh", value: .number(FixedPoint(100_000, decimals: 3))),
                    Reading(name: "message", value: .text("Hallo")),
                    Reading(name: "gas_time", value: .time(UTCTime(seconds: 1))),
                ])
            }
        }
        #expect(
            text == #"{"text":"a\"b\\c\n\r\t\u0001\u007fé","whole":-7,"truth":true,"#
                + #""time":"1970-01-01T00:00:00Z","list":[6.695,null,{},[],false],"#
                + #""energy_import_kwh":100.000,"message":"Hallo","gas_time":"1970-01-01T00:00:01Z"}"#
        )
    }

    @Test func `a reset writer starts a new value`() {
        var json = JSONWriter()
        json.object { $0.field("a", 1) }
        json.reset()
        json.object { $0.field("b", 2) }
        #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"b":2}"#)
    }

    @Test func `W28 any text, read back by another reader, is the same text`() throws {
        var random = SeededGenerator(seed: 28)
        for _ in 0..<2_000 {
            var sent = ""
            for _ in 0..<random.below(30) {
                let limit = random.below(2) == 0 ? 0x100 : 0x11_0000
                if let scalar = Unicode.Scalar(UInt32(random.below(limit))) {
                    sent.unicodeScalars.append(scalar)
                }
            }
            let written = text { json in
                json.object { $0.field("text", sent) }
            }
            let object = try JSONSerialization.jsonObject(with: Foundation.Data(written.utf8))
            let read = (object as? [String: String])?["text"]
            #expect(read.map { Array($0.utf8) } == Array(sent.utf8))
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import TestSupport
import Testing

/// Every way of cutting a stream into reads prints the same lines.
struct SplitTests {
    private func sameEverywhere(_ stream: [UInt8], _ pipeline: TelegramPipeline, step: Int = 1) {
        let whole = Decoding([stream], with: pipeline)
        #expect(whole.covers(stream.count))
        let bytewise = Decoding(stream.map { [$0] }, with: pipeline)
        #expect(bytewise.lines == whole.lines)
        for cut in stride(from: 0, through: stream.count, by: step) {
            let pieces = [Array(stream[..<cut]), Array(stream[cut...])]
            #expect(Decoding(pieces, with: pipeline).lines == whole.lines, "cut at \(cut)")
        }
    }

    @Test func `W9 every cut of a stream with one trap of each kind prints the same lines`() throws
    {
        let key = try SealedFrame.key()
        let sealed = try (1...3).map {
            try SealedFrame(counter: $0).bytes(
                ClearTelegram.luxembourg(Int($0), lines: 2), key: key)
        }
        let pieces = [
            Array("noise /ABC".utf8), sealed[0], SealedFrame(counter: 9).head(length: 200),
            ClearTelegram.luxembourg(7, lines: 3), sealed[1].dropLast(20), sealed[0], sealed[2],
            ClearTelegram.bytes(["1-0:1.8.0(1*kWh)"], checksum: .digits("0BAD")),
            Array(sealed[2].prefix(40)),
        ]
        let stream = Array(pieces.joined())
        for policy in [OpeningPolicy(), OpeningPolicy(authentication: .crc, allowsPlaintext: true)]
        {
            sameEverywhere(
                stream, TelegramPipeline(keys: try Decoding.slots([key]), policy: policy),
                step: LongRun.isOn ? 1 : 3)
        }
        sameEverywhere(stream, TelegramPipeline(), step: LongRun.isOn ? 1 : 3)
    }

    @Test(
        .enabled(if: !Vector.all.isEmpty, "no test vectors: set METER_VECTORS to their folder"),
        arguments: Vector.of("stream"))
    func `W9 every cut of a recorded stream prints the same lines`(_ vector: Vector) throws {
        let pipeline = TelegramPipeline(keys: try vector.slots())
        sameEverywhere(try vector.bytes(), pipeline, step: LongRun.isOn ? 1 : 61)
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport
import Testing

/// Hostile bytes cost a bounded amount each: what the judge is given is counted, not the time.
struct FramingCostTests {
    static let bytes = (LongRun.isOn ? 4_096 : 128) * 1_024

    private func judged(_ unit: [UInt8]) -> (judge: ChecksumJudge, count: Int) {
        var accumulator = FrameAccumulator()
        var judge = ChecksumJudge()
        let repeats = FrameAccumulator.appendLimit / unit.count
        let piece = (0..<repeats).flatMap { _ in unit }
        let rounds = FramingCostTests.bytes / piece.count
        for _ in 0..<rounds {
            accumulator.append(piece.span)
            while accumulator.next(&judge) != nil {}
        }
        accumulator.gap()
        while accumulator.next(&judge) != nil {}
        return (judge, rounds * piece.count)
    }

    @Test(arguments: [24, 60, 90, 1_000, 16_000])
    func `W8 heads without end give each byte to the judge no oftener than the depth allows`(
        _ length: Int
    ) {
        let (judge, count) = judged(Framing.head(length: length))
        #expect(judge.sealedBytes <= (FrameAccumulator.depth + 2) * count, "\(judge)")
        #expect(judge.clearBytes == 0)
    }

    @Test
    func
        `W8 heads and header lines without end give each byte to the judge no oftener than the depth allows`()
    {
        let unit = Framing.head(length: 70) + Array("/ABC5\r\n".utf8)
        let (judge, count) = judged(unit)
        #expect(judge.sealedBytes <= (FrameAccumulator.depth + 2) * count)
        #expect(judge.clearBytes == 0)
    }

    @Test
    func `W8 slashes in header lines are tried only as often as one header line has room for them`()
    {
        let line = String(repeating: "/ABC", count: 23) + "\r\n!0BAD\r\n"
        let (judge, count) = judged(Array(line.utf8))
        #expect(judge.clearBytes <= 24 * count)
        #expect(judge.sealedBytes == 0)
    }
}

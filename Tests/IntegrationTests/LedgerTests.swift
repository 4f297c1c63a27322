// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Everything that the street sent arrives, once, and as it was sent.
@Suite struct LedgerTests {
    private static let meters = (1...5).map { "flat-\($0)" }

    /// 15 s, unless METER_LONG says how many.
    private static let seconds =
        ProcessInfo.processInfo.environment["METER_LONG"].flatMap { Int($0) } ?? 15

    @Test func `every telegram of five meters arrives exactly once, every value to the last digit`()
        async throws
    {
        let house = try await House()
        let gateway = try await house.startGateway()
        for id in Self.meters {
            #expect(await house.hears(id, Self.seconds, within: .seconds(Self.seconds + 10)))
        }
        try await house.silence(Self.meters + ["rainwater"])
        for id in Self.meters {
            let sent = house.sent(id)
            #expect(sent.count >= Self.seconds)
            #expect(await house.hears(id, sent.count))
            Account.expectEqual(house.telegrams(id), sent, id)
            #expect(
                house.payloads("meters/\(id)").last?["frame_counter"] == sent.last?["frame_counter"]
            )
        }
        // Raw bytes are published at best effort: what waits at the end may stay unsent.
        #expect(await hearsSamples(of: house))
        #expect(await house.stop(gateway) == 0)
        for id in Self.meters {
            #expect(house.telegrams(id).count == house.sent(id).count, "none twice at the end")
        }
        expectSamples(of: house)
        #expect(
            !gateway.lines.entries.contains { $0.contains("Well again") }, "nothing was ever wrong")
        house.expectSecrecy()
    }

    /// Waits for every sample that was sent, and for its bytes.
    private func hearsSamples(of house: House) async -> Bool {
        let count = house.ledger("rainwater", kind: "sample").count
        return await house.subscriber.messages.wait { messages in
            ["meters/rainwater", "meters/rainwater/raw"].allSatisfy { topic in
                messages.count { $0.topic == topic } >= count
            }
        }
    }

    private func expectSamples(of house: House) {
        let sent = house.ledger("rainwater", kind: "sample")
        let published = house.payloads("meters/rainwater")
        #expect(published.count == sent.count)
        for (sample, line) in zip(published, sent) {
            #expect(sample["distance_cm"]?.written == line["distance_cm"]?.written)
            #expect(sample["volume_l"]?.written == line["volume_l"]?.written)
        }
        let raw = house.subscriber.texts(on: "meters/rainwater/raw")
        #expect(raw == sent.compactMap { $0["raw"]?.written }, "the bytes as they came")
    }
}

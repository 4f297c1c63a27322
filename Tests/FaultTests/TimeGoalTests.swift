// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Readings
import TestSupport
import Testing

/// Times of meters, far away and around the change of the clocks.
@Suite struct TimeGoalTests {
    @Test(arguments: [
        ("380119041408W", "2038-01-19T03:14:08Z"), ("991231235959W", "2099-12-31T22:59:59Z"),
        ("261025025950S", "2026-10-25T00:59:50Z"), ("261025020000W", "2026-10-25T01:00:00Z"),
        ("260329015959W", "2026-03-29T00:59:59Z"), ("260329030000S", "2026-03-29T01:00:00Z"),
        ("280229120000W", "2028-02-29T11:00:00Z"),
    ])
    func `Goal G21 W21 a meter's time is the right one in UTC, far away and when the clocks change`(
        written: String, expected: String
    ) {
        var policy = OpeningPolicy()
        policy.allowsPlaintext = true
        var pipeline = TelegramPipeline(keys: [], policy: policy)
        var times: [String?] = []
        let telegram = ClearTelegram.bytes(["0-0:1.0.0(\(written))", "1-0:1.8.0(000001.000*kWh)"])
        pipeline.read(telegram.span) { event, telegram in
            if case .telegram = event { times.append(telegram.time?.description) }
        }
        #expect(times == [expected])
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import MQTT
import TestSupport
import Testing

/// The broker was away for long, and is killed again and again while it is caught up with.
@Suite struct DayOutageTests {
    private static func setting(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }

    @Test func `Goal G7 M2 after an outage all arrive in order, whatever becomes of the broker`()
        async throws
    {
        let telegrams = Self.setting("OUTAGE_TELEGRAMS", 2_000)
        let kills = Self.setting("OUTAGE_KILLS", 5)
        let bench = try await OutboxBench(backlogRate: 2_000) { configuration in
            // It comes back when it is told to, once the subscriber is there.
            configuration.reconnect = MQTTReconnect(
                first: .seconds(60), longest: .seconds(60), steadyAfter: .zero)
        }
        for counter in stride(from: 1, through: telegrams / 2, by: 500) {
            let last = min(counter + 499, telegrams / 2)
            for meter in ["flat-1", "flat-2"] {
                try bench.store(meter, UInt32(counter)...UInt32(last), age: 86_400)
            }
            // The queue to the writer is short; it has to be given time.
            _ = await bench.log.replayFloors()
        }
        var random = SeededGenerator(seed: 24)
        bench.client.start()
        for kill in 1...kills {
            let moment = telegrams * kill / (kills + 1) + random.below(50)
            #expect(await bench.subscriber.messages.wait { $0.count >= moment })
            await bench.broker.killAndWait()
            #expect(await bench.losses.wait { $0.count >= kill })
            try await bench.broker.start()
            try await bench.subscriber.subscribe()
            bench.client.retryNow()
        }
        let last = "\"frame_counter\":\(telegrams / 2),"
        #expect(
            await bench.subscriber.messages.wait(within: .seconds(60)) { messages in
                messages.count >= telegrams
                    && messages.suffix(100).count { $0.text.contains(last) } >= 2
            })
        var repeats = 0
        for meter in ["flat-1", "flat-2"] {
            let arrived = bench.counters(meter)
            var seen: Set<Int> = []
            #expect(arrived.filter { seen.insert($0).inserted } == Array(1...telegrams / 2))
            repeats += arrived.count - telegrams / 2
        }
        print("G7: \(telegrams) telegrams, \(kills) kills of the broker: 0 lost, \(repeats) twice")
        #expect(repeats <= 20 * kills)
        try await bench.end()
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import TestSupport
import Testing

/// A broker that takes small messages only: neither the telegrams nor the gateway's own health.
@Suite struct RefusedHealthTests {
    @Test(arguments: ["message_size_limit 300", "max_packet_size 400"])
    func `M8 P10 our own health that is refused for good is not published again at once`(
        limit: String
    ) async throws {
        var options = House.Options()
        options.meters = 1
        options.sensors = 1
        options.interval = "200ms"
        options.broker.extraLines = [limit]
        let house = try await House(options)
        try house.forgetIntervals()
        let gateway = try await house.startGateway()
        // A sensor's samples are small enough.
        #expect(
            await house.subscriber.messages.wait(within: .seconds(40)) { messages in
                messages.count { !$0.topic.contains("/state") && !$0.topic.contains("/avail") }
                    >= 40
            })
        #expect(await house.stop(gateway) == 0)
        let lines = gateway.lines.entries
        let givenUp = lines.filter { $0.contains("was given up") }
        #expect(givenUp.count { $0.contains("meters/gateway/health") } == 1)

        #expect(givenUp.count <= 6)
        #expect(lines.count < 200)
    }
}

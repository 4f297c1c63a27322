// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Readings
import Testing

@testable import Simulation

struct StreetPlanTests {
    private func plan(broker: String) -> StreetPlan {
        var plan = StreetPlan(directory: "street")
        plan.broker = broker
        return plan
    }

    @Test(arguments: [
        "foo", "127.0.0.1:1883", "http://broker:1883", "mqtt://", "mqtt://:1883", "mqtt://broker:0",
        "mqtt://broker:65536", "mqtt://broker:", "mqtt://user:secret@broker", "mqtt://broker/topic",
        "mqtt://[::1", "mqtts://[broker]:8883", "mqtt://two words",
    ])
    func `a broker that the gateway would refuse is refused`(broker: String) {
        #expect(
            throws: SimulationError.outOfRange(
                what: "broker", range: "mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS")
        ) {
            try plan(broker: broker).validate()
        }
    }

    @Test(arguments: [
        "mqtt://127.0.0.1:1883", "mqtts://broker.example:8883", "mqtt://cellar",
        "mqtt://[::1]:1883",
        "mqtt://broker_1:1/",
    ])
    func `a broker that the gateway takes is taken`(broker: String) throws {
        try plan(broker: broker).validate()
    }

    @Test(
        arguments: [
            (0, nil), (20, nil), (200, nil), (999, nil), (1_000, Duration.seconds(1)),
            (1_500, .milliseconds(1_500)), (86_400_000, .seconds(86_400)),
        ] as [(Int, Duration?)])
    func `what is written for a gateway is taken by one, whatever the interval`(
        _ interval: Int, _ told: Duration?
    ) throws {
        var plan = plan(broker: "mqtt://127.0.0.1:1883")
        plan.interval = interval
        let text = StreetConfiguration(
            plan: plan, meters: [("flat-1", "tcp://127.0.0.1:4001")],
            sensors: [("tank-1", "tcp://127.0.0.1:4002")]
        ).text
        // The key's file is not written here.
        let whole = "# x" + text.replacing("    key_file: keys/flat-1.key\n", with: "")
        let loaded = ConfigurationLoader().load(
            FileContents(bytes: Array(whole.utf8), permissions: 0o600, owner: 0),
            path: "meters.yaml",
            environment: [:])
        let meter = try loaded.get().configuration.meters.first
        #expect(meter?.id.text == "flat-1")
        #expect(meter?.interval == told)
    }
}

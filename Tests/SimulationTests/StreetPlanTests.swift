// SPDX-License-Identifier: Apache-2.0
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
}

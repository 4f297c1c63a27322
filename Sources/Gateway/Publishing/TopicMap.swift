// SPDX-License-Identifier: Apache-2.0
import Readings

/// The topics below the base topic.
struct TopicMap: Sendable {
    private static let taken: Set = ["telegram", "availability", "health", "event", "raw", "chain"]
    private let base: String

    /// Builds all topics below `base`, without a slash at its end.
    init(base: String) { self.base = base }

    var gatewayState: String { "\(base)/gateway/state" }
    var gatewayHealth: String { "\(base)/gateway/health" }
    func latest(_ id: MeterID) -> String { "\(base)/\(id)" }
    /// A reading that bears the name of another topic, as a sensor's may, has `_value` behind it.
    func value(_ id: MeterID, _ reading: String) -> String {
        let isTaken = TopicMap.taken.contains(reading)
        return "\(base)/\(id)/\(reading)\(isTaken ? "_value" : "")"
    }
    func telegram(_ id: MeterID) -> String { "\(base)/\(id)/telegram" }
    func availability(_ id: MeterID) -> String { "\(base)/\(id)/availability" }
    func health(_ id: MeterID) -> String { "\(base)/\(id)/health" }
    func event(_ id: MeterID) -> String { "\(base)/\(id)/event" }
    func chain(_ id: MeterID) -> String { "\(base)/\(id)/chain" }
    func raw(_ id: MeterID) -> String { "\(base)/\(id)/raw" }
}

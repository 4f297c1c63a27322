// SPDX-License-Identifier: Apache-2.0
import Readings

/// The topics below the base topic.
struct TopicMap: Sendable {
    private let base: String

    /// Builds all topics below `base`, without a slash at its end.
    init(base: String) { self.base = base }

    var gatewayState: String { "\(base)/gateway/state" }
    var gatewayHealth: String { "\(base)/gateway/health" }
    func latest(_ id: MeterID) -> String { "\(base)/\(id)" }
    func value(_ id: MeterID, _ reading: String) -> String { "\(base)/\(id)/\(reading)" }
    func telegram(_ id: MeterID) -> String { "\(base)/\(id)/telegram" }
    func availability(_ id: MeterID) -> String { "\(base)/\(id)/availability" }
    func health(_ id: MeterID) -> String { "\(base)/\(id)/health" }
    func event(_ id: MeterID) -> String { "\(base)/\(id)/event" }
    func raw(_ id: MeterID) -> String { "\(base)/\(id)/raw" }
}

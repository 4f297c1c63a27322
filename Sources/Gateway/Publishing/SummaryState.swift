// SPDX-License-Identifier: Apache-2.0
import MQTT
import MeterChannel
import Readings
import Reports
import Web

/// What a ``GatewaySummary`` knows.
struct SummaryState: Sendable {
    var meters: [MeterID: ChannelStatus] = [:]
    var sensors: [MeterID: ChannelStatus] = [:]
    var lastError: String?
    /// The meters that are configured and enabled.
    var enabledMeters: [MeterID] = []
    /// The sensors that are configured and enabled.
    var enabledSensors: Set<MeterID> = []
    var configurationError: String?
    var droppedEvents: UInt64 = 0
    var mail: MailStatus?
    var web: WebCondition?
    var droppedHistory: @Sendable () -> UInt64 = { 0 }
    var wrongTokens: @Sendable () -> UInt64 = { 0 }
    /// The present connection to the broker, and when it began by the wall clock.
    var connection: (since: ContinuousClock.Instant, wall: UTCTime)?
    /// The latest message that the broker refused.
    var refusal: (topic: String, fault: MQTTFault)?
}

extension SummaryState {
    /// A mistake in a changed configuration, else a page without its port.
    var standingError: String? {
        if let configurationError { return configurationError }
        guard let web, web.code == .portBusy else { return nil }
        return "\(web.code.rawValue): \(web.hint)"
    }

    /// How many meters are read.
    var metersTotal: Int { enabledMeters.count }

    /// How many sensors are read.
    var sensorsTotal: Int { enabledSensors.count }

    /// How many are online or degraded with current values.
    var online: (meters: Int, sensors: Int) {
        (meters.values.count { $0.isAvailable }, sensors.values.count { $0.isAvailable })
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import MQTT
import MeterChannel
import Readings
import Synchronization

/// The gateway's own health: how many meters are online, how the broker is, what waits.
final class GatewaySummary: Sendable {
    fileprivate struct State {
        var meters: [MeterID: ChannelStatus] = [:]
        var sensors: [MeterID: ChannelStatus] = [:]
        var lastError: String?
    }

    private let started: Moment
    private let metersTotal: Int
    private let sensorsTotal: Int
    private let state = Mutex(State())

    /// Starts counting; the totals are what is configured and enabled.
    init(started: Moment, meters: Int, sensors: Int) {
        self.started = started
        metersTotal = meters
        sensorsTotal = sensors
    }

    /// Takes a channel's status; whether the number of those online changed.
    func take(_ status: ChannelStatus) -> Bool {
        state.withLock { state in
            let before = State.online(state)
            if status.sensor == nil { state.meters[status.id] = status } else { state.sensors[status.id] = status }
            if let error = status.lastError { state.lastError = "\(status.id): \(error.text)" }
            return before != State.online(state)
        }
    }

    /// How often a meter speaks.
    func intervalMilliseconds(_ id: MeterID) -> Int64 {
        state.withLock { $0.meters[id]?.meter?.intervalMilliseconds ?? 10_000 }
    }

    /// How many meters are online, of how many.
    var metersOnline: (online: Int, total: Int) { (state.withLock { State.online($0).meters }, metersTotal) }

    /// The payload of `gateway/health`.
    func payload(_ broker: MQTTStatus, now: Moment) -> [UInt8] {
        let (online, lastError) = state.withLock { (State.online($0), $0.lastError) }
        return PayloadEncoder.encode { json in
            json.field("version", Version.text)
            json.field("started", started.wall)
            json.field("uptime_s", (now.uptime - started.uptime) / 1_000_000_000)
            json.field("meters_online", online.meters)
            json.field("meters_total", metersTotal)
            json.field("sensors_online", online.sensors)
            json.field("sensors_total", sensorsTotal)
            json.key("broker")
            json.object { json in
                json.field("protocol", broker.version?.rawValue)
                json.field("reconnects", broker.reconnects)
                if let since = broker.connectedSince {
                    let age = (ContinuousClock.now - since).components.seconds
                    json.field("connected_since", UTCTime(seconds: now.wall.seconds - age))
                }
                json.field("last_fault", broker.lastFault.map { "\($0)" })
            }
            json.field("backlog", broker.backlog)
            json.field("oldest_age_s", Int(broker.oldestAgeSeconds ?? 0))
            json.field("dropped", broker.dropped)
            json.key("store")
            json.object { $0.field("state", "none") }
            json.field("rss_bytes", Memory.residentBytes())
            json.key("last_error")
            if let lastError { json.string(lastError) } else { json.null() }
        }
    }
}

extension GatewaySummary.State {
    /// How many are online or degraded with current values.
    fileprivate static func online(_ state: GatewaySummary.State) -> (meters: Int, sensors: Int) {
        (state.meters.values.count { $0.isAvailable }, state.sensors.values.count { $0.isAvailable })
    }
}

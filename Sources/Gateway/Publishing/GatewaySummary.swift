// SPDX-License-Identifier: Apache-2.0
import Glibc
import History
import Locking
import MQTT
import MeterChannel
import Readings
import Reports
import Web

/// The gateway's own health: how many meters are online, how the broker is, what waits.
final class GatewaySummary: Sendable {
    let started: Moment
    let state = Mutex(SummaryState())

    /// Starts with nothing configured.
    init(started: Moment) { self.started = started }

    /// Takes over which meters and sensors are configured and enabled.
    func configure(meters: [MeterID], sensors: [MeterID]) {
        state.withLock { state in
            (state.enabledMeters, state.enabledSensors) = (meters, Set(sensors))
            state.meters = state.meters.filter { meters.contains($0.key) }
            state.sensors = state.sensors.filter { sensors.contains($0.key) }
        }
    }

    /// The meters that are configured and enabled now.
    var enabledMeters: [MeterID] { state.withLock { $0.enabledMeters } }

    /// What is wrong with the configuration that could not be taken over.
    var configurationError: String? {
        get { state.withLock { $0.configurationError } }
        set { state.withLock { $0.configurationError = newValue } }
    }

    /// Takes a channel's status; whether the number of those online changed.
    ///
    /// A channel may still speak while it is ended: what is no longer enabled is not taken.
    func take(_ status: ChannelStatus) -> Bool {
        state.withLock { state in
            let before = state.online
            if status.sensor == nil {
                guard state.enabledMeters.contains(status.id) else { return false }
                state.meters[status.id] = status
            } else {
                guard state.enabledSensors.contains(status.id) else { return false }
                state.sensors[status.id] = status
            }
            if let error = status.lastError { state.lastError = "\(status.id): \(error.text)" }
            return before != state.online
        }
    }

    /// Takes note of how mail is getting on; `nil` if none is sent.
    func take(_ mail: MailStatus?) { state.withLock { $0.mail = mail } }

    /// Takes note of how the page's server gets on with its port.
    func take(_ web: WebCondition) { state.withLock { $0.web = web } }

    /// Takes note of a wrong token that was shown to the page's server.
    func take(_ wrong: WrongToken) { state.withLock { $0.lastError = "\(wrong)" } }

    /// Takes over whom to ask for how many wrong tokens were shown.
    func countWrongTokens(by count: @escaping @Sendable () -> UInt64) {
        state.withLock { $0.wrongTokens = count }
    }

    /// Takes over whom to ask for how many samples and events the history had no room.
    func ask(forDroppedHistory count: @escaping @Sendable () -> UInt64) {
        state.withLock { $0.droppedHistory = count }
    }

    /// Counts an event for which there was no room.
    func dropped() { state.withLock { $0.droppedEvents += 1 } }

    /// Takes note of a message that the broker refused; whether that is news.
    @discardableResult
    func refused(_ topic: String, _ fault: MQTTFault) -> Bool {
        state.withLock { state in
            if let known = state.refusal, known.topic == topic, known.fault == fault {
                state.lastError = "\(topic): \(fault)"
                return false
            }
            state.refusal = (topic, fault)
            state.lastError = "\(topic): \(fault)"
            return true
        }
    }

    /// How often a meter speaks.
    func intervalMilliseconds(_ id: MeterID) -> Int64 {
        state.withLock { $0.meters[id]?.meter?.intervalMilliseconds ?? 10_000 }
    }

    /// How many meters are online, of how many.
    var metersOnline: (online: Int, total: Int) {
        state.withLock { ($0.online.meters, $0.metersTotal) }
    }

    /// Since when the broker is connected; `nil` while it is not.
    ///
    /// By the wall clock as it was when that was first asked: a clock that is set, or a rounded age,
    /// moves it no more.
    func connectedSince(_ broker: MQTTStatus, _ now: Moment) -> UTCTime? {
        guard let since = broker.connectedSince else { return nil }
        return state.withLock { state in
            if let known = state.connection, known.since == since { return known.wall }
            let age = (ContinuousClock.now - since).components.seconds
            let wall = UTCTime(seconds: now.wall.seconds - age)
            state.connection = (since, wall)
            return wall
        }
    }
}

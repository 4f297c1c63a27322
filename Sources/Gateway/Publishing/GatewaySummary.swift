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
    fileprivate struct State {
        var meters: [MeterID: ChannelStatus] = [:]
        var sensors: [MeterID: ChannelStatus] = [:]
        var lastError: String?
        var metersTotal = 0
        var sensorsTotal = 0
        var configurationError: String?
        var droppedEvents: UInt64 = 0
        var mail: MailStatus?
        var web: WebCondition?
        var droppedHistory: @Sendable () -> UInt64 = { 0 }
        /// The present connection to the broker, and when it began by the wall clock.
        var connection: (since: ContinuousClock.Instant, wall: UTCTime)?
        /// The latest message that the broker refused.
        var refusal: (topic: String, fault: MQTTFault)?
    }

    private let started: Moment
    private let state = Mutex(State())

    /// Starts with nothing configured.
    init(started: Moment) { self.started = started }

    /// Takes over which meters and sensors are configured and enabled.
    func configure(meters: [MeterID], sensors: [MeterID]) {
        state.withLock { state in
            (state.metersTotal, state.sensorsTotal) = (meters.count, sensors.count)
            state.meters = state.meters.filter { meters.contains($0.key) }
            state.sensors = state.sensors.filter { sensors.contains($0.key) }
        }
    }

    /// What is wrong with the configuration that could not be taken over.
    var configurationError: String? {
        get { state.withLock { $0.configurationError } }
        set { state.withLock { $0.configurationError = newValue } }
    }

    /// What is wrong and stays so until somebody acts; it goes before what went wrong last.
    var standingError: String? { state.withLock(\.standingError) }

    /// Takes a channel's status; whether the number of those online changed.
    func take(_ status: ChannelStatus) -> Bool {
        state.withLock { state in
            let before = State.online(state)
            if status.sensor == nil {
                state.meters[status.id] = status
            } else {
                state.sensors[status.id] = status
            }
            if let error = status.lastError { state.lastError = "\(status.id): \(error.text)" }
            return before != State.online(state)
        }
    }

    /// Takes note of how mail is getting on; `nil` if none is sent.
    func take(_ mail: MailStatus?) { state.withLock { $0.mail = mail } }

    /// How mail is getting on; `nil` if none is sent.
    var mail: MailStatus? { state.withLock { $0.mail } }

    /// Takes note of how the page's server gets on with its port.
    func take(_ web: WebCondition) { state.withLock { $0.web = web } }

    /// How the page's server gets on; `nil` if there is none.
    var web: WebCondition? { state.withLock { $0.web } }

    /// Takes over whom to ask for how many samples and events the history had no room.
    func ask(forDroppedHistory count: @escaping @Sendable () -> UInt64) {
        state.withLock { $0.droppedHistory = count }
    }

    /// For how many samples and events the history had no room.
    var droppedHistory: UInt64 { state.withLock(\.droppedHistory)() }

    /// Counts an event for which there was no room.
    func dropped() { state.withLock { $0.droppedEvents += 1 } }

    /// Takes note of a message that the broker refused.
    func refused(_ topic: String, _ fault: MQTTFault) {
        state.withLock { state in
            state.refusal = (topic, fault)
            state.lastError = "\(topic): \(fault)"
        }
    }

    /// How often a meter speaks.
    func intervalMilliseconds(_ id: MeterID) -> Int64 {
        state.withLock { $0.meters[id]?.meter?.intervalMilliseconds ?? 10_000 }
    }

    /// How many meters are online, of how many.
    var metersOnline: (online: Int, total: Int) {
        state.withLock { (State.online($0).meters, $0.metersTotal) }
    }

    /// What goes to the medium, as a day of it; `nil` as long as the start outweighs everything.
    private func writtenMegabytesADay(_ now: Moment) -> FixedPoint? {
        let seconds = (now.uptime - started.uptime) / 1_000_000_000
        guard seconds >= 600 else { return nil }
        let kilobytes = Int64(OwnProcess.writtenBytes() / 1_000)
        return FixedPoint(kilobytes * 864 / seconds, decimals: 1)
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

    /// The payload of `gateway/health`.
    func payload(
        _ broker: MQTTStatus, store: StoreSnapshot, held: Set<MeterID>, now: Moment
    ) -> [UInt8] {
        let (online, state) = state.withLock { (State.online($0), $0) }
        return PayloadEncoder.encode { json in
            json.field("version", Version.text)
            json.field("started", started.wall)
            json.field("uptime_s", (now.uptime - started.uptime) / 1_000_000_000)
            json.field("meters_online", online.meters)
            json.field("meters_total", state.metersTotal)
            json.field("sensors_online", online.sensors)
            json.field("sensors_total", state.sensorsTotal)
            json.key("broker")
            json.object { json in
                json.field("protocol", broker.version?.rawValue)
                json.field("reconnects", broker.reconnects)
                if let since = connectedSince(broker, now) {
                    json.field("connected_since", since)
                }
                json.field("fault_code", broker.lastFault?.code)
                json.field("last_fault", broker.lastFault.map { "\($0)" })
                json.field("refused_topic", state.refusal?.topic)
                json.field("refused_code", state.refusal?.fault.code)
            }
            let backlog = store.backlogs[TelegramOutbox.sink]
            json.field("backlog", backlog?.count ?? 0)
            json.field(
                "oldest_age_s", backlog?.oldest.map { max(0, now.wall.seconds - $0.seconds) } ?? 0)
            json.field(
                "dropped",
                store.dropped + store.droppedUnpublished + broker.dropped + state.droppedEvents)
            json.field("dropped_raw", broker.droppedBestEffort)
            json.field("dropped_history", state.droppedHistory() + store.droppedUnrolled)
            json.field("parked", backlog?.parked ?? 0)
            json.key("held")
            json.array { json in
                for meter in held.map(\.text).sorted() { json.string(meter) }
            }
            if let mail = state.mail {
                json.key("mail")
                json.object { $0.fields(of: mail) }
            }
            json.key("store")
            json.object { json in
                json.field("state", store.state.word)
                json.field("bytes", store.bytes)
                json.field("wal_bytes", store.walBytes)
                json.field("history_lag_s", store.historyLag(now.wall))
            }
            if let web = state.web {
                json.key("web")
                json.object { web.write(to: &$0) }
            }
            json.key("written_mb_day")
            if let written = writtenMegabytesADay(now) { json.number(written) } else { json.null() }
            json.field("rss_bytes", OwnProcess.residentBytes())
            json.field("fds", OwnProcess.descriptors())
            json.field("threads", OwnProcess.threads())
            json.key("last_error")
            if let lastError = state.standingError ?? state.lastError {
                json.string(lastError)
            } else {
                json.null()
            }
        }
    }
}

extension StoreSnapshot {
    /// For how many seconds the oldest telegram waits that the history has not taken; 0 without one.
    func historyLag(_ now: UTCTime) -> Int64 {
        unrolled?.oldest.map { max(0, now.seconds - $0.seconds) } ?? 0
    }
}

extension GatewaySummary.State {
    /// A mistake in a changed configuration, else a page without its port.
    fileprivate var standingError: String? {
        if let configurationError { return configurationError }
        guard let web, web.code == .portBusy else { return nil }
        return "\(web.code.rawValue): \(web.hint)"
    }

    /// How many are online or degraded with current values.
    fileprivate static func online(_ state: GatewaySummary.State) -> (meters: Int, sensors: Int) {
        (
            state.meters.values.count { $0.isAvailable },
            state.sensors.values.count { $0.isAvailable }
        )
    }
}

extension JSONWriter {
    /// What `gateway/health` says of mail.
    fileprivate mutating func fields(of mail: MailStatus) {
        field("pending", mail.pending)
        field("sent", mail.sent)
        field("dropped", mail.dropped)
        field("last_error", mail.lastError)
        if let failedAt = mail.failedAt { field("failed_at", failedAt) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import MQTT
import MeterChannel
import Readings
import Reports
import Web

// What is told of the gateway: on its health topic, on the page and in `/metrics`.
extension GatewaySummary {
    /// The gateway's own state; `gateway/health`, the page and `/metrics` tell the same.
    func facts(_ broker: MQTTStatus, store: StoreSnapshot, now: Moment) -> GatewayFacts {
        let state = state.withLock { $0 }
        let backlog = store.backlogs[TelegramOutbox.sink]
        var facts = GatewayFacts(version: Version.text, started: started.wall)
        facts.uptimeSeconds = (now.uptime - started.uptime) / 1_000_000_000
        facts.broker.isConnected = broker.connectedSince != nil
        facts.broker.version = broker.version?.rawValue
        facts.broker.reconnects = broker.reconnects
        facts.broker.connectedSince = connectedSince(broker, now)
        facts.broker.faultCode = broker.lastFault?.code
        facts.broker.lastFault = broker.lastFault.map { "\($0)" }
        facts.store.state = store.state.word
        facts.store.isStoring = store.state.isStoring
        facts.store.bytes = store.bytes
        facts.store.historyLagSeconds = store.historyLag(now.wall)
        facts.backlog = backlog?.count ?? 0
        facts.oldestAgeSeconds =
            backlog?.oldest.map { max(0, now.wall.seconds - $0.seconds) } ?? 0
        facts.dropped =
            store.dropped + store.droppedUnpublished + broker.dropped + state.droppedEvents
        facts.droppedHistory = state.droppedHistory() + store.droppedUnrolled
        facts.mail = state.mail.map(GatewayFacts.Mail.init)
        facts.web = state.web
        facts.wrongTokens = state.wrongTokens()
        facts.residentBytes = OwnProcess.residentBytes()
        facts.lastError = state.standingError ?? state.lastError
        return facts
    }

    /// The payload of `gateway/health`.
    func payload(
        _ broker: MQTTStatus, store: StoreSnapshot, held: Set<MeterID>, now: Moment
    ) -> [UInt8] {
        let facts = facts(broker, store: store, now: now)
        let (online, state) = state.withLock { ($0.online, $0) }
        return PayloadEncoder.encode { json in
            json.field("version", facts.version)
            json.field("started", facts.started)
            json.field("uptime_s", facts.uptimeSeconds)
            json.field("meters_online", online.meters)
            json.field("meters_total", state.metersTotal)
            json.field("sensors_online", online.sensors)
            json.field("sensors_total", state.sensorsTotal)
            json.object("broker") { json in
                json.field("protocol", facts.broker.version)
                json.field("reconnects", facts.broker.reconnects)
                if let since = facts.broker.connectedSince { json.field("connected_since", since) }
                json.field("fault_code", facts.broker.faultCode)
                json.field("last_fault", facts.broker.lastFault)
                json.field("refused_topic", state.refusal?.topic)
                json.field("refused_code", state.refusal?.fault.code)
            }
            json.field("backlog", facts.backlog)
            json.field("oldest_age_s", facts.oldestAgeSeconds)
            json.field("dropped", facts.dropped)
            json.field("dropped_raw", broker.droppedBestEffort)
            json.field("dropped_history", facts.droppedHistory)
            json.field("parked", store.backlogs[TelegramOutbox.sink]?.parked ?? 0)
            json.array("held") { json in
                for meter in held.map(\.text).sorted() { json.string(meter) }
            }
            if let mail = facts.mail { json.object("mail") { mail.write(to: &$0) } }
            json.object("store") { json in
                json.field("state", facts.store.state)
                json.field("bytes", facts.store.bytes)
                json.field("wal_bytes", store.walBytes)
                json.field("history_lag_s", facts.store.historyLagSeconds)
            }
            if let web = facts.web {
                json.object("web") { web.write(to: &$0, wrongTokens: facts.wrongTokens) }
            }
            json.fieldOrNull("written_mb_day", writtenMegabytesADay(now))
            json.field("rss_bytes", facts.residentBytes)
            json.field("fds", OwnProcess.descriptors())
            json.field("threads", OwnProcess.threads())
            json.fieldOrNull("last_error", facts.lastError)
        }
    }

    /// What goes to the medium, as a day of it; `nil` as long as the start outweighs everything.
    private func writtenMegabytesADay(_ now: Moment) -> FixedPoint? {
        let seconds = (now.uptime - started.uptime) / 1_000_000_000
        guard seconds >= 600 else { return nil }
        let kilobytes = Int64(OwnProcess.writtenBytes() / 1_000)
        return FixedPoint(kilobytes * 864 / seconds, decimals: 1)
    }
}

extension StoreSnapshot {
    /// For how many seconds the oldest telegram waits that the history has not taken; 0 without one.
    func historyLag(_ now: UTCTime) -> Int64 {
        unrolled?.oldest.map { max(0, now.seconds - $0.seconds) } ?? 0
    }
}

extension GatewayFacts.Mail {
    fileprivate init(_ status: MailStatus) {
        self.init()
        pending = status.pending
        sent = status.sent
        dropped = status.dropped
        lastError = status.lastError
        failedAt = status.failedAt
    }
}

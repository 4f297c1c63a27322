// SPDX-License-Identifier: Apache-2.0
import DSMR
import GatewayConfiguration
import Glibc
import History
import Locking
import MQTT
import MeterChannel
import Pipeline
import Readings
import Reports
import Web

/// What the web server may see of the daemon.
final class GatewayWindow: WebSource {
    private struct State {
        /// The last telegram of each meter, at most 16 KiB each.
        var telegrams: [MeterID: MeterUpdate] = [:]
        var winterOffsets: [MeterID: Int64] = [:]
        var lastError: String?
        var encoder = StoredTelegramEncoder()
    }

    private let client: MQTTClient
    private let log: TelegramLog
    private let summary: GatewaySummary
    private let started: Moment
    private let state = Mutex(State())

    init(client: MQTTClient, log: TelegramLog, summary: GatewaySummary, started: Moment) {
        self.client = client
        self.log = log
        self.summary = summary
        self.started = started
    }

    /// Takes over which meters there are.
    func configure(_ configuration: GatewayConfiguration) {
        let offsets = configuration.meters.map { ($0.id, Int64($0.winterOffset.minutes) * 60) }
        state.withLock { state in
            state.winterOffsets = Dictionary(offsets) { first, _ in first }
            state.telegrams = state.telegrams.filter { state.winterOffsets[$0.key] != nil }
        }
    }

    /// Takes a telegram.
    func take(_ update: MeterUpdate) { state.withLock { $0.telegrams[update.meter] = update } }

    /// Takes how a channel is.
    func take(_ status: ChannelStatus) {
        guard let error = status.lastError else { return }
        state.withLock { $0.lastError = "\(status.id): \(error.text)" }
    }

    func facts() -> GatewayFacts {
        let now = Moment.now()
        let store = log.snapshot()
        let broker = client.snapshot()
        let backlog = store.backlogs[TelegramOutbox.sink]
        var facts = GatewayFacts(version: Version.text, started: started.wall)
        facts.uptimeSeconds = (now.uptime - started.uptime) / 1_000_000_000
        facts.broker = GatewayFacts.Broker(broker, now: now.wall)
        facts.store.state = store.state.word
        facts.store.isStoring = store.state.isStoring
        facts.store.bytes = store.bytes
        facts.store.historyLagSeconds = store.historyLag(now.wall)
        facts.backlog = backlog?.count ?? 0
        facts.oldestAgeSeconds =
            backlog?.oldest.map { max(0, now.wall.seconds - $0.seconds) } ?? 0
        facts.droppedHistory = summary.droppedHistory + store.droppedUnrolled
        facts.mail = summary.mail.map(GatewayFacts.Mail.init)
        facts.web = summary.web
        facts.dropped = store.dropped + store.droppedUnpublished + broker.dropped
        facts.residentBytes = OwnProcess.residentBytes()
        facts.lastError = summary.standingError ?? state.withLock { $0.lastError }
        return facts
    }

    func telegram(_ id: MeterID) -> DecodedTelegram? {
        let (update, offset) = state.withLock { state in
            (state.telegrams[id], state.winterOffsets[id] ?? 3_600)
        }
        return update.flatMap { DecodedTelegram($0, winterOffset: offset) }
    }

    func model(_ id: MeterID) -> String? {
        guard let text = state.withLock({ $0.telegrams[id]?.text }) else { return nil }
        let line = text.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        return Message.latin(line.dropFirst())
    }

    func message(_ record: TelegramRecord) -> [UInt8] {
        state.withLock { state in
            state.encoder.payload(
                record, isReplayed: true,
                winterOffset: state.winterOffsets[record.meter] ?? 3_600)
        }
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

extension GatewayFacts.Broker {
    fileprivate init(_ status: MQTTStatus, now: UTCTime) {
        self.init()
        isConnected = status.connectedSince != nil
        version = status.version?.rawValue
        reconnects = status.reconnects
        connectedSince = status.connectedSince.map { since in
            UTCTime(seconds: now.seconds - (ContinuousClock.now - since).components.seconds)
        }
        faultCode = status.lastFault?.code
        lastFault = status.lastFault.map { "\($0)" }
    }
}

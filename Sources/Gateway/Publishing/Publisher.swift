// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Logging
import MQTT
import MeterChannel
import Pipeline
import Readings
import ServiceLifecycle

/// Turns what the channels say into messages, and owns the one connection to the broker.
///
/// Encoding happens on the channel's thread, right behind parsing: it takes microseconds and saves
/// a hop. The queues behind it are the client's three lanes: retained state by topic (bounded by
/// the number of topics), events (bounded, the oldest dropped and counted), raw sensor lines
/// (bounded, dropped while there is no connection). Telegrams go through the log, by
/// ``TelegramOutbox``.
final class Publisher: UpdateConsumer, Service {
    private enum Priority {
        static let state = 0
        static let availability = 1
        static let health = 2
        static let latest = 3
        static let value = 4
    }

    private let client: MQTTClient
    private let topics: TopicMap
    private let settings: Settings
    private let summary: GatewaySummary
    private let log: TelegramLog
    private let displaced: @Sendable (UInt64) -> Void

    /// What the publisher must know of the configuration.
    struct Settings: Sendable {
        var publishesValues: Bool
        /// How long the farewell may take.
        var shutdownPatience = Duration.seconds(3)
    }

    private struct Known {
        var ids: Set<MeterID> = []
        /// The readings that have topics of their own.
        var values: [MeterID: Set<String>] = [:]
    }

    private let known = Mutex(Known())

    init(
        client: MQTTClient, topics: TopicMap, settings: Settings, summary: GatewaySummary,
        log: TelegramLog, displaced: @escaping @Sendable (UInt64) -> Void
    ) {
        self.client = client
        self.topics = topics
        self.settings = settings
        self.summary = summary
        self.log = log
        self.displaced = displaced
    }

    /// Connects, and stays until the service is told to stop; then says `offline` for everyone.
    func run() async throws {
        client.setState(
            OutboundMessage(topic: topics.gatewayState, payload: PayloadEncoder.state(true)),
            priority: Priority.state)
        publishSummary()
        client.start()
        try? await gracefulShutdown()
        let farewell = known.withLock { $0.ids.map(topics.availability) } + [topics.gatewayState]
        await client.stop(
            finalMessages: farewell.map {
                OutboundMessage(
                    topic: $0, payload: PayloadEncoder.state(false), qos: .atLeastOnce, retain: true
                )
            }, within: settings.shutdownPatience)
    }

    /// Takes over which meters and sensors there are; new ones begin as offline.
    func configure(meters: [MeterID], sensors: [MeterID], enabled: Set<MeterID>) {
        let ids = Set(meters + sensors)
        let new = known.withLock { known in
            defer { known.ids = ids }
            return ids.subtracting(known.ids)
        }
        summary.configure(
            meters: meters.filter(enabled.contains), sensors: sensors.filter(enabled.contains))
        for id in new { setAvailability(id, false) }
        publishSummary()
    }

    /// Clears everything retained of a meter or sensor that is no longer configured.
    func forget(_ id: MeterID) {
        let values = known.withLock { $0.values.removeValue(forKey: id) ?? [] }
        let gone =
            [topics.availability(id), topics.health(id), topics.latest(id)]
            + values.map { topics.value(id, $0) }
        for topic in gone { client.clearState(topic) }
    }

    func receive(_ event: PortEvent) {
        switch event {
        case .update(let update): publish(update)
        case .sample(let update):
            client.setState(
                OutboundMessage(
                    topic: topics.latest(update.sensor), payload: PayloadEncoder.sample(update)),
                priority: Priority.latest)
            if settings.publishesValues {
                publishValues(update.sensor, update.readings, intervalMilliseconds: 0)
            }
        case .raw(let id, let bytes):
            client.publishBestEffort(OutboundMessage(topic: topics.raw(id), payload: bytes))
        case .status(let status): publish(status)
        // The log tells of gaps itself, with their cause and what the registers gained.
        case .event(let event) where event.kind == .gapClosed: break
        case .event(let event):
            tell(event)
        }
    }

    /// Publishes the gateway's own health; called every minute and when something in it changes.
    func publishSummary() {
        client.setState(
            OutboundMessage(
                topic: topics.gatewayHealth,
                payload: summary.payload(
                    client.snapshot(), store: log.snapshot(), now: Moment.now())),
            priority: Priority.health)
    }

    private func publish(_ update: MeterUpdate) {
        client.setState(
            OutboundMessage(
                topic: topics.latest(update.meter), payload: PayloadEncoder.latest(update)),
            priority: Priority.latest)
        if settings.publishesValues {
            let interval = summary.intervalMilliseconds(update.meter)
            publishValues(update.meter, update.readings, intervalMilliseconds: interval)
        }
    }

    private func publishValues(_ id: MeterID, _ readings: [Reading], intervalMilliseconds: Int64) {
        known.withLock { $0.values[id, default: []].formUnion(readings.map(\.name)) }
        let expiry = UInt32(clamping: max(3 * intervalMilliseconds / 1_000, 35))
        for reading in readings {
            var message = OutboundMessage(
                topic: topics.value(id, reading.name), payload: PayloadEncoder.bare(reading.value))
            if LiveReading.isLive(reading.name) { message.expirySeconds = expiry }
            client.setState(message, priority: Priority.value)
        }
    }

    private func tell(_ event: MeterEvent) {
        let outcome = client.publish(
            OutboundMessage(topic: topics.event(event.meter), payload: PayloadEncoder.event(event)))
        // An event that found the queue full has pushed out what was oldest there: perhaps a telegram.
        if case .displaced(.some(let token)) = outcome { displaced(token) }
    }

    /// Tells of frames that turned out to be missing.
    func publish(_ gap: TelegramGap) {
        let event = MeterEvent(gap)
        tell(event)
    }

    private func publish(_ status: ChannelStatus) {
        var status = status
        if status.meter?.authentication == Authentication.verified.rawValue,
            let account = log.snapshot().accounts[status.id], account.epoch != nil
        {
            // The account covers earlier runs too; its counter goes with it, so that the sum is
            // always right.
            status.meter?.stored = account.stored
            status.meter?.frameCounter = account.last
            status.meter?.missed = account.missed
            status.meter?.missedWhileOff = account.missedWhileOff
        }
        client.setState(
            OutboundMessage(
                topic: topics.health(status.id),
                payload: PayloadEncoder.health(status, now: Moment.now().wall)),
            priority: Priority.health)
        setAvailability(status.id, status.isAvailable)
        if summary.take(status) { publishSummary() }
    }

    private func setAvailability(_ id: MeterID, _ isAvailable: Bool) {
        client.setState(
            OutboundMessage(
                topic: topics.availability(id), payload: PayloadEncoder.state(isAvailable)),
            priority: Priority.availability)
    }
}

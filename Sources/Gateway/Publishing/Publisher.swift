// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Logging
import MQTT
import MeterChannel
import Readings
import Series
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

    /// How many messages may wait in the client before an event is dropped: the rest of its queue is
    /// for telegrams, which it must never push out.
    private static let eventLimit = 9_900

    private let client: MQTTClient
    private let topics: TopicMap
    private let settings: Settings
    private let summary: GatewaySummary
    private let outbox: TelegramOutbox
    private let onSummary: @Sendable () -> Void
    private var log: TelegramLog { outbox.log }

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
        /// The meters of which a telegram came in this run.
        var heard: Set<MeterID> = []
        /// Whether the broker refused the gateway's own health: then it is tried again each minute
        /// and after a connect only, since it changes by being refused.
        var isHealthRefused = false
    }

    private let known = Mutex(Known())

    /// `onSummary` is called whenever something in the gateway's own health may be different.
    init(
        client: MQTTClient, topics: TopicMap, settings: Settings, summary: GatewaySummary,
        outbox: TelegramOutbox, onSummary: @escaping @Sendable () -> Void
    ) {
        self.client = client
        self.topics = topics
        self.settings = settings
        self.summary = summary
        self.outbox = outbox
        self.onSummary = onSummary
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
        guard !new.isEmpty else { return }
        log.latestTelegrams { [weak self] records in
            self?.publishStored(records.filter { new.contains($0.meter) })
        }
    }

    /// Publishes the telegram that was stored last of meters that have not spoken yet: a broker may
    /// have forgotten what it retained.
    ///
    /// Single values that are worth something for seconds only are left out.
    private func publishStored(_ records: [TelegramRecord]) {
        var encoder = StoredTelegramEncoder()
        for record in records {
            let latest = encoder.latest(
                record, winterOffset: outbox.winterOffset(of: record.meter))
            guard !latest.readings.isEmpty else { continue }
            known.withLock { known in
                guard known.ids.contains(record.meter), !known.heard.contains(record.meter)
                else { return }
                // Under the lock, so that what comes now comes after it.
                publish(latest: latest.payload, of: record.meter)
                guard settings.publishesValues else { return }
                known.values[record.meter, default: []].formUnion(latest.readings.map(\.name))
                let lasting = latest.readings.filter { !LiveReading.isLive($0.name) }
                setValues(record.meter, lasting, intervalMilliseconds: 0)
            }
        }
    }

    /// Clears everything retained of a meter or sensor that is no longer configured.
    ///
    /// Of one that said nothing since the start, the broker may hold values of an earlier run: then
    /// all of `readings`, the names that they can have, are cleared.
    func forget(_ id: MeterID, readings: Set<String>) {
        let seen = known.withLock { known in
            known.heard.remove(id)
            return known.values.removeValue(forKey: id)
        }
        let values = settings.publishesValues ? seen ?? readings : []
        let gone =
            [topics.availability(id), topics.health(id), topics.latest(id), topics.chain(id)]
            + values.sorted().map { topics.value(id, $0) }
        for topic in gone { client.clearState(topic) }
    }

    func receive(_ event: PortEvent) {
        switch event {
        case .update(let update): publish(update)
        case .sample(let update):
            publish(latest: PayloadEncoder.sample(update), of: update.sensor)
            if settings.publishesValues {
                publishValues(update.sensor, update.readings, intervalMilliseconds: 0)
            }
        case .raw(let id, let bytes):
            client.publishBestEffort(OutboundMessage(topic: topics.raw(id), payload: bytes))
        case .status(let status): publish(status)
        case .event(let event):
            if !event.kind.isToldByLog { publish(event) }
        }
    }

    /// Publishes the gateway's own health whether or not it was refused before; called each minute.
    func minutePassed() {
        known.withLock { $0.isHealthRefused = false }
        publishSummary()
    }

    /// Publishes the gateway's own health; called when something in it changes.
    func publishSummary() {
        onSummary()
        guard !known.withLock({ $0.isHealthRefused }) else { return }
        client.setState(
            OutboundMessage(
                topic: topics.gatewayHealth,
                payload: summary.payload(
                    client.snapshot(), store: log.snapshot(), held: outbox.held,
                    now: Moment.now())),
            priority: Priority.health)
    }

    private func publish(latest payload: [UInt8], of id: MeterID) {
        client.setState(
            OutboundMessage(topic: topics.latest(id), payload: payload), priority: Priority.latest)
    }

    private func publish(_ update: MeterUpdate) {
        known.withLock { _ = $0.heard.insert(update.meter) }
        publish(latest: PayloadEncoder.latest(update), of: update.meter)
        if settings.publishesValues {
            let interval = summary.intervalMilliseconds(update.meter)
            publishValues(update.meter, update.readings, intervalMilliseconds: interval)
        }
    }

    private func publishValues(_ id: MeterID, _ readings: [Reading], intervalMilliseconds: Int64) {
        known.withLock { $0.values[id, default: []].formUnion(readings.map(\.name)) }
        setValues(id, readings, intervalMilliseconds: intervalMilliseconds)
    }

    private func setValues(_ id: MeterID, _ readings: [Reading], intervalMilliseconds: Int64) {
        let expiry = UInt32(clamping: max(3 * intervalMilliseconds / 1_000, 35))
        for reading in readings {
            var message = OutboundMessage(
                topic: topics.value(id, reading.name), payload: PayloadEncoder.bare(reading.value))
            if LiveReading.isLive(reading.name) { message.expirySeconds = expiry }
            client.setState(message, priority: Priority.value)
        }
    }

    /// Publishes something that happened once, unless thousands of such wait already.
    func publish(_ event: MeterEvent) {
        guard client.snapshot().backlog < Publisher.eventLimit else { return summary.dropped() }
        let outcome = client.publish(
            OutboundMessage(topic: topics.event(event.meter), payload: PayloadEncoder.event(event)))
        // Cannot be, with room left free for telegrams; else their order would be broken.
        if case .displaced(.some(let token)) = outcome { outbox.displaced(token) }
    }

    /// Publishes where the chain of each meter's quarter-hours ends.
    func publish(_ heads: [ChainHead]) {
        let ids = known.withLock { $0.ids }
        // The history keeps the chain of a meter that was taken out; its topic stays cleared.
        for head in heads where ids.contains(head.meter) {
            client.setState(
                OutboundMessage(topic: topics.chain(head.meter), payload: head.payload),
                priority: Priority.value)
        }
    }

    /// Takes what the broker's client has to say, on its thread.
    func take(_ event: MQTTEvent) {
        switch event {
        case .connected:
            known.withLock { $0.isHealthRefused = false }
            publishSummary()
        case .disconnected: publishSummary()
        case .publishFault(let topic, _, let fault):
            if topic == topics.gatewayHealth { known.withLock { $0.isHealthRefused = true } }
            // Refused state shows in what the broker takes.
            if summary.refused(topic, fault) { publishSummary() }
        case .acknowledged: break
        }
    }

    private func publish(_ status: ChannelStatus) {
        var status = status
        status.take(log.snapshot().accounts[status.id])
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

// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import MQTT
import MeterChannel
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
    /// How many messages may wait in the client before an event is dropped: the rest of its queue is
    /// for telegrams, which it must never push out.
    static let eventLimit = 9_900

    let client: MQTTClient
    let topics: TopicMap
    let settings: Settings
    let summary: GatewaySummary
    let outbox: TelegramOutbox
    private let onSummary: @Sendable () -> Void
    var log: TelegramLog { outbox.log }

    /// What the publisher must know of the configuration.
    struct Settings: Sendable {
        var publishesValues: Bool
        /// How long the farewell may take.
        var shutdownPatience = Duration.seconds(3)
    }

    let known = Mutex(Known())

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
            defer { (known.ids, known.meters) = (ids, Set(meters)) }
            return ids.subtracting(known.ids)
        }
        summary.configure(
            meters: meters.filter(enabled.contains), sensors: sensors.filter(enabled.contains))
        for id in new { setAvailability(id, false) }
        publishChains(of: new.intersection(meters))
        publishSummary()
        guard !new.isEmpty else { return }
        log.latestTelegrams { [weak self] records in
            self?.publishStored(records.filter { new.contains($0.meter) })
        }
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
}

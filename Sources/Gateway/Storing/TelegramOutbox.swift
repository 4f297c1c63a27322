// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Logging
import MQTT
import MeterChannel
import Readings
import ServiceLifecycle

/// Stores every telegram, and publishes what is stored: at least once, in order per meter, over
/// outages and restarts.
///
/// The log is the queue. A telegram goes from the channel's thread into the log, from there to the
/// broker's client, at most ``window`` at a time, and is done with when the broker acknowledges it.
/// What waited for the broker is paced and marked.
final class TelegramOutbox: UpdateConsumer, Service {
    /// The name of this sink in the log.
    static let sink = "mqtt"
    /// How many telegrams may be on their way to the broker; also the most that are repeated after
    /// a reconnect.
    static let window = 20
    /// A telegram that left the log later than this waited for something.
    private static let live = Duration.seconds(5)

    private struct State {
        var connectedAt: UTCTime?
        var inFlight: Set<UInt64> = []
        var pace: BacklogPace
        var winterOffsets: [MeterID: Int64] = [:]
    }

    /// The log of all telegrams.
    let log: TelegramLog
    private let client: MQTTClient
    private let topics: TopicMap
    private let state: Mutex<State>
    private let wanted: AsyncStream<Void>
    private let want: AsyncStream<Void>.Continuation

    init(
        log: TelegramLog, client: MQTTClient, topics: TopicMap, backlogRate: Int,
        events: StoreEvents
    ) {
        self.log = log
        self.client = client
        self.topics = topics
        state = Mutex(State(pace: BacklogPace(rate: backlogRate)))
        (wanted, want) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        events.onTelegram { [want] in want.yield() }
    }

    func receive(_ event: PortEvent) {
        guard case .update(let update) = event else { return }
        state.withLock { $0.pace.arrived(at: .now) }
        log.append(TelegramRecord(update))
    }

    /// Sets what the standard time of each meter is ahead of UTC, in seconds.
    func configure(winterOffsets: [MeterID: Int64]) {
        state.withLock { $0.winterOffsets = winterOffsets }
    }

    /// Takes what the broker's client has to say, on its thread.
    func take(_ event: MQTTEvent) {
        switch event {
        case .connected:
            state.withLock { $0.connectedAt = Moment.now().wall }
            want.yield()
        case .disconnected: state.withLock { $0.connectedAt = nil }
        case .acknowledged(let token): settle(token) { log.acknowledge(TelegramOutbox.sink, [$0]) }
        case .publishFault(_, .some(let token), let fault) where fault.isForGood:
            settle(token) { log.refuse(TelegramOutbox.sink, [$0]) }
        case .publishFault: break
        }
    }

    private func settle(_ token: UInt64, _ body: (UInt64) -> Void) {
        guard state.withLock({ $0.inFlight.remove(token) }) != nil else { return }
        body(token)
        want.yield()
    }

    /// Sends what is stored until the service is told to stop, then closes the log.
    func run() async throws {
        var encoder = StoredTelegramEncoder()
        for await _ in wanted.cancelOnGracefulShutdown() { await send(&encoder) }
        await log.stop()
    }

    private func send(_ encoder: inout StoredTelegramEncoder) async {
        while true {
            let room = state.withLock { state in
                state.connectedAt == nil ? 0 : TelegramOutbox.window - state.inFlight.count
            }
            guard room > 0 else { return }
            let deliveries = await log.next(TelegramOutbox.sink, limit: room)
            guard !deliveries.isEmpty else { return }
            for delivery in deliveries { await send(delivery, &encoder) }
        }
    }

    private func send(_ delivery: Delivery, _ encoder: inout StoredTelegramEncoder) async {
        let record = delivery.record
        let now = Moment.now().wall
        let (isReplayed, offset) = state.withLock { state in
            let waited = Duration.milliseconds(now.milliseconds - record.received.milliseconds)
            let isOld = state.connectedAt.map { record.received < $0 } ?? true
            return (
                isOld || delivery.isFromEarlierRun || waited > TelegramOutbox.live,
                state.winterOffsets[record.meter] ?? 3_600
            )
        }
        if isReplayed {
            let due = state.withLock { $0.pace.next(at: .now) }
            if due > .now { try? await Task.sleep(until: due, clock: .continuous) }
        }
        let message = OutboundMessage(
            topic: topics.telegram(record.meter),
            payload: encoder.payload(record, isReplayed: isReplayed, winterOffset: offset))
        state.withLock { _ = $0.inFlight.insert(delivery.token) }
        guard case .refused = client.publish(message, token: delivery.token) else { return }
        // The client has ended: the telegram stays in the log for the next run.
        state.withLock { _ = $0.inFlight.remove(delivery.token) }
        log.giveBack(TelegramOutbox.sink, [delivery.token])
    }
}

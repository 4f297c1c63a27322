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

    fileprivate struct State {
        var connectedAt: UTCTime?
        /// Telegrams with the client, by token.
        var inFlight: [UInt64: MeterID] = [:]
        /// Meters whose topic the broker denies: theirs wait, nobody else's.
        var denied: Set<MeterID> = []
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
        case .publishFault(_, .some(let token), .denied):
            state.withLock { state in
                if let meter = state.inFlight[token] { state.denied.insert(meter) }
            }
            want.yield()
        case .publishFault: break
        }
    }

    /// Takes back a telegram that the client's full queue pushed out; it is sent again later.
    func displaced(_ token: UInt64) { settle(token) { log.giveBack(TelegramOutbox.sink, [$0]) } }

    private func settle(_ token: UInt64, _ body: (UInt64) -> Void) {
        let isOurs = state.withLock { state in
            guard let meter = state.inFlight.removeValue(forKey: token) else { return false }
            state.denied.remove(meter)
            return true
        }
        guard isOurs else { return }
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
            let (room, turns) = state.withLock { $0.turns }
            guard room > 0 else { return }
            var deliveries: [Delivery] = []
            for meter in turns where deliveries.count < room {
                deliveries += await log.next(
                    TelegramOutbox.sink, meter: meter, limit: room - deliveries.count)
            }
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
        state.withLock { $0.inFlight[delivery.token] = record.meter }
        switch client.publish(message, token: delivery.token) {
        case .queued: break
        case .displaced(let token): if let token { displaced(token) }
        case .refused:
            // The client has ended: the telegram stays in the log for the next run, and no more is
            // fetched in this one.
            state.withLock { state in
                state.inFlight[delivery.token] = nil
                state.connectedAt = nil
            }
            log.giveBack(TelegramOutbox.sink, [delivery.token])
        }
    }
}

extension TelegramOutbox.State {
    /// How many telegrams may be sent now, and of which meters: `nil` stands for all.
    fileprivate var turns: (room: Int, meters: [MeterID?]) {
        guard connectedAt != nil else { return (0, []) }
        let busy = inFlight.values.count { !denied.contains($0) }
        let room = TelegramOutbox.window - busy
        return denied.isEmpty
            ? (room, [nil]) : (room, winterOffsets.keys.filter { !denied.contains($0) })
    }
}

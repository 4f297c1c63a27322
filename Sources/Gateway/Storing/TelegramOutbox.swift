// SPDX-License-Identifier: Apache-2.0
import Dispatch
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
/// What waited for the broker is paced and marked; whose turn it is, ``FairTurns`` says.
final class TelegramOutbox: UpdateConsumer, Service {
    /// The name of this sink in the log.
    static let sink = "mqtt"
    /// How many telegrams may be on their way to the broker; also the most that are repeated after
    /// a reconnect.
    static let window = 20
    /// How many telegrams of a meter are fetched from the log at a time.
    private static let share = 8

    struct State {
        /// `nil` without a connection.
        var lateness: Lateness?
        var turns = FairTurns(window: TelegramOutbox.window)
        var pace: BacklogPace
        var winterOffsets: [MeterID: Int64] = [:]
        /// The meters of which the log may have more than it has given.
        var owed: Set<MeterID> = []
        /// Whether it may have some of any meter.
        var isFetchWanted = true
        /// How many rounds were gone.
        var rounds: UInt64 = 0
    }

    /// A telegram to send now, or when to look again.
    enum Turn {
        case send(Delivery, isReplayed: Bool, winterOffset: Int64)
        case rest(until: ContinuousClock.Instant?)
    }

    /// The log of all telegrams.
    let log: TelegramLog
    private let client: MQTTClient
    private let topics: TopicMap
    let events: StoreEvents
    let state: Mutex<State>
    private let alarms = DispatchQueue(label: "outbox.alarms")
    private let wanted: AsyncStream<Void>
    let want: AsyncStream<Void>.Continuation

    init(
        log: TelegramLog, client: MQTTClient, topics: TopicMap, backlogRate: Int,
        events: StoreEvents
    ) {
        self.log = log
        self.client = client
        self.topics = topics
        self.events = events
        state = Mutex(State(pace: BacklogPace(rate: backlogRate)))
        (wanted, want) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        events.onTelegram { [want] in want.yield() }
        log.serve(
            StandingOrder(
                TelegramOutbox.sink, share: TelegramOutbox.share,
                busy: { [weak self] in self?.state.withLock { $0.beginFetch() } },
                take: { [weak self] deliveries in
                    guard !deliveries.isEmpty else { return }
                    self?.state.withLock { $0.take(deliveries, share: TelegramOutbox.share) }
                    // Not all that is given comes with an event.
                    self?.want.yield()
                }))
    }

    /// The meters whose telegrams the broker refuses for now.
    var held: Set<MeterID> { state.withLock { $0.turns.held } }

    /// Says how many signs of life the outbox has given and asks for the next: if the number stays,
    /// it hangs.
    func beat() -> UInt64 {
        // In this order: a sign that came before the answer would be missing at the next question.
        let given = state.withLock { state in
            state.isFetchWanted = true
            return state.rounds
        }
        want.yield()
        return given
    }

    func receive(_ event: PortEvent) {
        guard case .update(let update) = event else { return }
        state.withLock { $0.pace.arrived(at: .now) }
        log.append(TelegramRecord(update))
    }

    /// Sets what the standard time of each meter is ahead of UTC, in seconds.
    func configure(winterOffsets: [MeterID: Int64]) {
        state.withLock { state in
            state.winterOffsets = winterOffsets
            state.turns.configure(winterOffsets.keys.sorted { $0.text < $1.text })
        }
    }

    /// What the standard time of a meter is ahead of UTC, in seconds.
    func winterOffset(of meter: MeterID) -> Int64 {
        state.withLock { $0.winterOffset(of: meter) }
    }

    /// The replay floor of every epoch; `nil` if the gateway ends before the log could say.
    func replayFloors() async -> [EpochID: UInt32]? {
        let (answers, answer) = AsyncStream.makeStream(of: [EpochID: UInt32].self)
        log.replayFloors { floors in
            answer.yield(floors)
            answer.finish()
        }
        return await withGracefulShutdownHandler {
            await answers.first { _ in true }
        } onGracefulShutdown: {
            answer.finish()
        }
    }

    /// Sends what is stored until the service is told to stop, then closes the log.
    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            var encoder = StoredTelegramEncoder()
            var alarm: DispatchWorkItem?
            for await _ in wanted {
                let again = await send(&encoder)
                alarm?.cancel()
                alarm = again.map { due in
                    let alarm = DispatchWorkItem { [want] in want.yield() }
                    let wait = max(.zero, due - .now).components
                    alarms.asyncAfter(
                        deadline: .now()
                            + .milliseconds(
                                Int(wait.seconds * 1_000 + wait.attoseconds / 1_000_000_000_000_000)
                            ), execute: alarm)
                    return alarm
                }
            }
            alarm?.cancel()
        }
        // A task that is cancelled, and not only told to end, has no time left.
        await log.stop(within: Task.isCancelled ? .milliseconds(200) : .seconds(2))
    }

    /// Sends what may go now; when there is more, if that is known.
    private func send(_ encoder: inout StoredTelegramEncoder) async -> ContinuousClock.Instant? {
        var again: ContinuousClock.Instant?
        repeat {
            again = sendFetched(&encoder)
            state.withLock { $0.rounds += 1 }
        } while await fetch()
        return again
    }

    private func sendFetched(_ encoder: inout StoredTelegramEncoder) -> ContinuousClock.Instant? {
        while true {
            switch state.withLock({ $0.turn(at: .now, Moment.now()) }) {
            case .send(let delivery, let isReplayed, let winterOffset):
                let payload = encoder.payload(
                    delivery.record, isReplayed: isReplayed, winterOffset: winterOffset)
                publish(delivery, payload)
            case .rest(let again): return again
            }
        }
    }

    /// Fetches telegrams of meters that have none left and that the log may have more of than it
    /// has given by itself; whether there were any.
    private func fetch() async -> Bool {
        guard state.withLock({ $0.isFetchDue }) else { return false }
        return await log.serveNow()
    }

    private func publish(_ delivery: Delivery, _ payload: [UInt8]) {
        let message = OutboundMessage(
            topic: topics.telegram(delivery.record.meter), payload: payload)
        switch client.publish(message, token: delivery.token) {
        case .queued: break
        case .displaced(let token): if let token { displaced(token) }
        case .refused:
            // The client has ended: the telegram stays in the log for the next run, and no more is
            // fetched in this one.
            state.withLock { state in
                state.turns.putBack(delivery.token)
                state.lateness = nil
            }
        }
    }
}

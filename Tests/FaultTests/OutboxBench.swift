// SPDX-License-Identifier: Apache-2.0
import History
import Logging
import MQTT
import Readings
import TestSupport
import Testing

@testable import Gateway

/// A real log, a real broker, and the outbox between them, in this process.
final class OutboxBench: Sendable {
    let broker: Broker
    let subscriber: MQTTSubscriber
    let log: TelegramLog
    let client: MQTTClient
    let outbox: TelegramOutbox
    /// Why the connection to the broker ended, each time.
    let losses = Journal<MQTTFault>()
    private let folder: TemporaryFolder
    private let running: Task<Void, any Error>

    init(
        meters: [String] = ["flat-1", "flat-2"], backlogRate: Int = 1_000,
        broker options: BrokerOptions = BrokerOptions(), qos: UInt8 = 0,
        _ change: (inout MQTTConfiguration) -> Void = { _ in }
    ) async throws {
        folder = try TemporaryFolder()
        broker = try await Broker.started(options)
        subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort, qos: qos)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let storeEvents = StoreEvents()
        log = TelegramLog(
            StoreSettings(directory: folder.path, sinks: [TelegramOutbox.sink]), logger: logger,
            onEvent: storeEvents.take)
        var configuration = MQTTConfiguration(
            host: "127.0.0.1", port: broker.port, clientID: "bench")
        configuration.reconnect = MQTTReconnect(
            first: .milliseconds(50), longest: .milliseconds(200))
        change(&configuration)
        let events = BrokerEvents()
        client = MQTTClient(configuration, logger: logger) { [losses] event in
            events.take(event)
            if case .disconnected(let fault) = event { losses.append(fault) }
        }
        let outbox = TelegramOutbox(
            log: log, client: client, topics: TopicMap(base: "meters"), backlogRate: backlogRate,
            events: storeEvents)
        self.outbox = outbox
        events.tell(outbox.take)
        let ids = meters.compactMap { MeterID($0) }
        outbox.configure(winterOffsets: Dictionary(uniqueKeysWithValues: ids.map { ($0, 3_600) }))
        await log.start()
        running = Task { try await outbox.run() }
    }

    /// Stores telegrams of a meter, received so many seconds ago.
    func store(_ meter: String, _ counters: ClosedRange<UInt32>, age: Int64 = 0) throws {
        let received = UTCTime(milliseconds: StoreClock.system.wall().milliseconds - age * 1_000)
        let id = try #require(MeterID(meter))
        let title = "53414767700000" + (meter.hasSuffix("1") ? "01" : "02")
        let epoch = EpochID(title: title, keyFingerprint: "0badcafe")
        for counter in counters {
            log.append(
                TelegramRecord(
                    meter: id, origin: .verified(epoch, frameCounter: counter), checksum: .valid,
                    isEncrypted: true, meterTime: received, received: received,
                    body: ClearTelegram.luxembourg(Int(counter))))
        }
    }

    /// Waits until so many telegrams of a meter have arrived.
    func hears(_ meter: String, _ count: Int, within limit: Duration = .seconds(20)) async -> Bool {
        let topic = "meters/\(meter)/telegram"
        return await subscriber.messages.wait(within: limit) {
            $0.count { $0.topic == topic } >= count
        }
    }

    /// Waits until the telegram with a counter has arrived.
    func hears(_ meter: String, upTo counter: Int) async -> Bool {
        let topic = "meters/\(meter)/telegram"
        return await subscriber.messages.wait(within: .seconds(20)) {
            $0.contains {
                $0.topic == topic && JSONValue($0.text)?["frame_counter"]?.integer == counter
            }
        }
    }

    /// Waits until the client holds so many messages; nobody tells of that, so it is asked.
    func holds(_ count: Int, within limit: Duration = .seconds(20)) async -> Bool {
        let end = ContinuousClock.now + limit
        while client.snapshot().backlog < count {
            guard ContinuousClock.now < end else { return false }
            await Task.yield()
        }
        return true
    }

    /// The telegrams of a meter that arrived, in order.
    func telegrams(_ meter: String) -> [JSONValue] {
        subscriber.texts(on: "meters/\(meter)/telegram").compactMap { JSONValue($0) }
    }

    /// Their counters.
    func counters(_ meter: String) -> [Int] {
        telegrams(meter).compactMap { $0["frame_counter"]?.integer }
    }

    /// How many telegrams wait in the log or are on their way.
    var backlog: Int { log.backlog(TelegramOutbox.sink).count }

    /// The same log once more, for a sink that has taken nothing yet.
    func reader() -> TelegramLog {
        TelegramLog(
            StoreSettings(directory: folder.path, sinks: ["audit"]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Ends everything.
    func end() async throws {
        await client.stop(within: .seconds(2))
        running.cancel()
        try await running.value
    }
}

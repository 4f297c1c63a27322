// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import History
import Logging
import MeterChannel
import Pipeline
import Readings
import ServiceLifecycle

/// Runs a channel for each meter and sensor, and exchanges those whose entry changed.
///
/// A channel whose entry stayed the same is not touched: it keeps its port, its half-read frame and
/// its counters.
actor ChannelSupervisor: Service {
    private enum Order {
        case apply(GatewayConfiguration)
        case acceptCounter(MeterID, reply: @Sendable (String) -> Void)
    }

    private struct Running {
        let entry: ChannelConfiguration
        let channel: (any RunningChannel)?
    }

    private let factory: ChannelFactory
    private let publisher: Publisher
    private let outbox: TelegramOutbox
    private let forget: @Sendable (MeterID) -> Void
    private let logger: Logger
    private let orders: AsyncStream<Order>
    private let ordering: AsyncStream<Order>.Continuation
    private var running: [MeterID: Running] = [:]

    /// `forget` is told of each meter or sensor that is gone, or has become the other of the two, once
    /// its channel has ended.
    init(
        _ configuration: GatewayConfiguration, factory: ChannelFactory, publisher: Publisher,
        outbox: TelegramOutbox,
        forget: @escaping @Sendable (MeterID) -> Void = { _ in },
        logger: Logger
    ) {
        self.factory = factory
        self.publisher = publisher
        self.outbox = outbox
        self.forget = forget
        self.logger = logger
        // Orders come from people: sixteen that wait are more than anyone means.
        (orders, ordering) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(16))
        ordering.yield(.apply(configuration))
    }

    /// Takes a new configuration; the differences are applied soon after.
    nonisolated func apply(_ configuration: GatewayConfiguration) {
        ordering.yield(.apply(configuration))
    }

    /// Carries out an order that came by the live socket; `reply` is told what came of it, once it is
    /// done.
    nonisolated func answer(_ order: String, _ reply: @escaping @Sendable (String) -> Void) {
        let words = order.split(separator: " ")
        guard words.count == 2, words[0] == "accept-counter", let id = MeterID(String(words[1]))
        else {
            return reply("error: unknown order")
        }
        switch ordering.yield(.acceptCounter(id, reply: reply)) {
        case .enqueued, .dropped(.apply): break
        case .dropped(.acceptCounter(_, let reply)): reply("error: too many orders wait")
        case .terminated: reply("error: the gateway is ending")
        @unknown default: reply("error: the order was not taken")
        }
    }

    /// Applies configurations until the service is told to stop, then waits for all channels to
    /// end.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            await withTaskCancellationOrGracefulShutdownHandler {
                for await order in orders {
                    for channel in await carryOut(order) {
                        group.addTask { try await channel.run() }
                    }
                }
            } onCancelOrGracefulShutdown: { [ordering] in
                ordering.finish()
            }
        }
    }

    private func carryOut(_ order: Order) async -> [any RunningChannel] {
        switch order {
        case .apply(let configuration): return await exchange(for: configuration)
        case .acceptCounter(let id, let reply):
            reply(await beginAnew(id))
            return []
        }
    }

    /// Lets the counter of a meter begin anew in the log and in its channel, which runs on; what came
    /// of it.
    private func beginAnew(_ id: MeterID) async -> String {
        guard let old = running[id], case .meter(let meter) = old.entry else {
            return "error: the gateway that runs has no meter '\(id)'"
        }
        let channel = old.channel as? MeterChannel
        let before = await channel?.counters
        let outcome = await outbox.log.acceptCounter(
            id, heard: before?.proved.map(EpochID.init))
        if let channel, let before, outcome != .nothingKnown,
            let left = await outbox.replayFloors()
        {
            await channel.take(
                ReplayFloor(left, for: meter), of: before.proved, since: before.floor)
        }
        let answer = CounterAnswer(id: id, outcome: outcome, store: outbox.log.snapshot().state)
        return answer.description
    }

    /// Ends what is no longer wanted and returns the new channels to run.
    private func exchange(for configuration: GatewayConfiguration) async -> [any RunningChannel] {
        let wanted = ChannelConfiguration.all(configuration)
        let byID = Dictionary(wanted.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        outbox.configure(
            winterOffsets: Dictionary(
                configuration.meters.map { ($0.id, Int64($0.winterOffset.minutes) * 60) },
                uniquingKeysWith: { first, _ in first }))
        publisher.configure(
            meters: wanted.filter { !$0.isSensor }.map(\.id),
            sensors: wanted.filter(\.isSensor).map(\.id),
            enabled: Set(wanted.filter(\.isEnabled).map(\.id)))
        // First everything is let go, so that two meters may exchange their ports.
        let changed = running.filter { byID[$0.key] != $0.value.entry }
        await changed.values.compactMap(\.channel).shutDown()
        for (id, old) in changed {
            running[id] = nil
            part(with: old.entry, for: byID[id])
        }
        // Without floors the gateway is ending, and nothing may be believed.
        guard let seen = await outbox.replayFloors() else { return [] }
        return wanted.compactMap { entry in
            guard running[entry.id] == nil else { return nil }
            return start(entry, seen)
        }
    }

    /// Lets go of what is shown and retained of an entry and not of the one in its place.
    private func part(with old: ChannelConfiguration, for new: ChannelConfiguration?) {
        if let new, new.isSensor == old.isSensor {
            return publisher.forgetValues(old.id, of: old.readingNames, except: new.readingNames)
        }
        forget(old.id)
        // A sensor's few names are all cleared, said in this run or not.
        if old.isSensor { publisher.forgetValues(old.id, of: old.readingNames, except: []) }
        publisher.forget(old.id, readings: old.readingNames)
        if new == nil {
            logger.info("Removed", metadata: ["id": "\(old.id)"])
        } else {
            publisher.setAvailability(old.id, false)
        }
    }

    private func start(_ entry: ChannelConfiguration, _ seen: [EpochID: UInt32]) -> (
        any RunningChannel
    )? {
        guard entry.isEnabled else {
            running[entry.id] = Running(entry: entry, channel: nil)
            let status = ChannelStatus.disabled(entry, now: Moment.now().wall)
            for consumer in factory.consumers { consumer.receive(.status(status)) }
            return nil
        }
        do {
            let channel: any RunningChannel =
                switch entry {
                case .meter(let meter): try factory.meter(meter, seen: seen)
                case .sensor(let sensor): try factory.sensor(sensor)
                }
            running[entry.id] = Running(entry: entry, channel: channel)
            return channel
        } catch {
            logger.error("Cannot start", metadata: ["id": "\(entry.id)", "why": "\(error)"])
            return nil
        }
    }
}

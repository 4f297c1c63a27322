// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Logging
import NIOCore
import NIOPosix
import Pipeline
import Readings
import Serial
import ServiceLifecycle
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// A meter's channel that runs as in the daemon, and everything it says.
final class RunningChannel: Sendable {
    /// What left the channel, in order.
    let events = Journal<PortEvent>()
    /// When each telegram left the channel.
    let arrivals = Journal<ContinuousClock.Instant>()
    private let channel: PortChannel<MeterContent>
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    /// Hands events on to the journal.
    private struct Listener: UpdateConsumer {
        let events: Journal<PortEvent>
        let arrivals: Journal<ContinuousClock.Instant>
        func receive(_ event: PortEvent) {
            if case .update = event { arrivals.append(.now) }
            events.append(event)
        }
    }

    /// Starts reading a virtual meter at an address, under its own name or another one; `onStep`
    /// hears of each step on the channel's own thread.
    init(
        _ meter: VirtualMeter, _ link: LinkSettings, id: MeterID? = nil,
        claims: TitleClaims = TitleClaims(),
        timing: LinkStateMachine.Timing = LinkStateMachine.Timing(),
        eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
        lineErrors: LineErrorWatch = LineErrorWatch(), lookout: PortLookout? = nil,
        onStep: (@Sendable (String) -> Void)? = nil
    ) throws {
        var settings = MeterSettings(
            id: id ?? meter.id, port: link.address.text, key: try EncryptionKey(hex: meter.keyHex))
        settings.trace = onStep
        let content = try #require(MeterContent(settings, claims: claims, now: .now()))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let channel = PortChannel(
            id: settings.id, settings: link, content: content,
            consumers: [Listener(events: events, arrivals: arrivals)],
            lookout: lookout ?? PortLookout(eventLoop: eventLoop, logger: logger),
            eventLoop: eventLoop, logger: logger, timing: timing, lineErrors: lineErrors)
        self.channel = channel
        let group = ServiceGroup(services: [channel], logger: logger)
        self.group = group
        running = Task { try await group.run() }
    }

    deinit { running.cancel() }

    /// Stops as the daemon does; returns once the channel has let everything go.
    func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Ends as a channel does that a reload exchanges.
    func shutDown() async { await channel.shutDown() }

    /// When the link's next step is due.
    func linkDeadline() async -> Int64? { await channel.link.deadline }

    /// How long its device may say nothing, as the link knows it.
    func longestSilence() async -> Int64? { await channel.link.longestSilence }

    /// Waits for a status of a certain kind, told at any time since the start.
    func tells(
        within limit: Duration = .seconds(6), _ isMeant: @escaping @Sendable (ChannelStatus) -> Bool
    ) async -> Bool {
        await events.wait(within: limit) {
            $0.contains { if case .status(let status) = $0 { isMeant(status) } else { false } }
        }
    }

    /// Waits until the port is open.
    func isOpen(reconnects: Int = 0, within limit: Duration = .seconds(6)) async -> Bool {
        await tells(within: limit) { $0.link.port == .open && $0.link.reconnects == reconnects }
    }

    /// Waits until so many telegrams have come.
    func hears(_ count: Int, within limit: Duration = .seconds(6)) async -> Bool {
        await events.wait(within: limit) { RunningChannel.counters($0).count >= count }
    }

    /// How often the port was opened again, as told last.
    var reconnects: Int {
        events.entries.reduce(0) { count, event in
            if case .status(let status) = event { status.link.reconnects } else { count }
        }
    }

    /// The counters of the telegrams that came, in order.
    var counters: [UInt32] { RunningChannel.counters(events.entries) }

    private static func counters(_ events: [PortEvent]) -> [UInt32] {
        events.compactMap {
            if case .update(let update) = $0 { update.frame.header?.counter.value } else { nil }
        }
    }
}

extension PseudoTerminal {
    /// The address of this terminal, or of a link to it.
    func address(_ link: String? = nil) -> LinkAddress {
        .device(SerialSettings(path: link ?? path))
    }
}

extension VirtualMeter {
    /// The meter that most tests read.
    static func sample(_ number: Int = 0) throws -> VirtualMeter {
        try VirtualMeter(
            id: #require(MeterID("flat-\(number + 1)")), number: number, seed: 11,
            start: UTCTime(seconds: 1_773_220_500))
    }

    /// So many frames in a row.
    mutating func frames(_ count: Int) throws -> [[UInt8]] {
        try (0..<count).map { try frame(at: UTCTime(seconds: 1_773_220_500 + Int64($0))).bytes }
    }
}

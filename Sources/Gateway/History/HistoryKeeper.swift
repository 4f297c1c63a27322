// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Logging
import MeterChannel
import Readings
import Series
import ServiceLifecycle

/// Keeps the history: rolls stored telegrams up once a minute, adds samples and events, removes what
/// is older than it is kept.
final class HistoryKeeper: UpdateConsumer, Service {
    /// The minutes between two looks for rows that are too old.
    private static let pruneEvery = 60

    /// Reads what is kept; for whoever shows it.
    let reader: SeriesReader
    private let log: TelegramLog
    private let retention: RowRetention
    private let digest: SHA256Digest
    private let onHeads: @Sendable ([ChainHead]) -> Void
    private let logger: Logger
    private let arrivals = Mutex(KeptArrivals())
    private let current = Mutex(false)
    /// Something arrived; what, and whether a minute is over, is in `arrivals`.
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// A keeper for a log; `digest` is SHA-256.
    ///
    /// `onHeads` is given the ends of all chains at the start and after each midnight, to be
    /// published.
    init(
        log: TelegramLog, reader: SeriesReader, retention: RowRetention,
        digest: @escaping SHA256Digest, logger: Logger,
        onHeads: @escaping @Sendable ([ChainHead]) -> Void = { _ in }
    ) {
        self.log = log
        self.reader = reader
        self.retention = retention
        self.digest = digest
        self.onHeads = onHeads
        self.logger = logger
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func receive(_ event: PortEvent) {
        switch event {
        case .sample(let update): arrivals.withLock { $0.append(update) }
        case .event(let event): if !event.kind.isToldByLog { note(event) }
        case .update, .raw, .status: break
        }
    }

    /// Notes an event that comes from no port, such as the end of a gap.
    func note(_ event: MeterEvent) {
        arrivals.withLock { $0.append(event) }
        wake.yield()
    }

    /// Says that a minute is over.
    func minutePassed() {
        arrivals.withLock { $0.minutePassed() }
        wake.yield()
    }

    /// Whether all that was stored a minute ago is in the history; what is drawn before that would
    /// stay incomplete.
    var isCurrent: Bool { current.withLock { $0 } }

    /// How many samples and events could not be kept.
    var dropped: UInt64 { arrivals.withLock { $0.dropped } }

    /// Keeps the history until the service is told to stop; then adds what is left.
    ///
    /// It ends before the service that closes the log, so it must stand after it in the group.
    func run() async throws {
        let telegrams = TelegramReader()
        var roller = HistoryRoller(
            log: log, reader: reader, digest: digest, parse: telegrams.parse)
        if await log.regroup(reader.calendar) {
            logger.notice("Days and months made anew for another time zone")
        }
        minutePassed()
        await withGracefulShutdownHandler {
            var minutes = 0
            var problem: SeriesError?
            var day: Period?
            for await _ in wakes {
                let taken = arrivals.withLock { $0.take() }
                let found = await keep(taken, &roller)
                if found != problem { tell(found) }
                problem = found
                guard taken.isMinuteDue else { continue }
                current.withLock { $0 = found == nil }
                if minutes % HistoryKeeper.pruneEvery == 0 {
                    await log.prune(retention, reader.calendar)
                }
                minutes += 1
                let today = reader.calendar.period(.day, at: Moment.now().wall)
                if today != day, let heads = await chainHeads() {
                    onHeads(heads)
                    day = today
                }
            }
        } onGracefulShutdown: { [wake] in
            wake.finish()
        }
        arrivals.withLock { $0.minutePassed() }
        _ = await keep(arrivals.withLock { $0.take() }, &roller)
        reader.close()
    }

    /// Adds what arrived and, each minute, what was stored; what stood in the way.
    private func keep(_ taken: KeptArrivals, _ roller: inout HistoryRoller) async -> SeriesError? {
        var isKept = false
        defer { if !isKept { arrivals.withLock { $0.putBack(taken) } } }
        do throws(SeriesError) {
            if taken.isMinuteDue { _ = try await roller.rollUp() }
            isKept = try await roller.add(taken.samples, events: taken.events)
            return nil
        } catch { return error }
    }

    /// The ends of all chains; `nil` if they cannot be read now.
    private func chainHeads() async -> [ChainHead]? {
        try? await reader.offload { (reader) throws(SeriesError) in
            var heads: [ChainHead] = []
            for meter in try reader.meters() {
                if let head = try reader.chainHead(meter) { heads.append(head) }
            }
            return heads
        }
    }

    private func tell(_ problem: SeriesError?) {
        if let problem {
            logger.warning("History not kept", metadata: ["reason": "\(problem)"])
        } else {
            logger.notice("History kept again")
        }
    }
}

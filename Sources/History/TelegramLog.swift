// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GRDB
import Locking
public import Logging

/// The telegram log, which is the outbox too: every accepted telegram, stored once, and given to
/// each sink until it is taken.
///
/// Ports hand telegrams over with ``append(_:)`` and never wait. One writer, on a queue of its own,
/// commits them; what it has to say comes as events on that queue. While there is no store,
/// telegrams are kept in memory and given to the sinks from there, so that publishing goes on;
/// ``snapshot()`` tells why.
public final class TelegramLog: Sendable {
    let queue = DispatchQueue(label: "telegram-log.writer", qos: .utility)
    let checks = DispatchQueue(label: "telegram-log.check", qos: .background)
    let check: DamageCheck
    let checkLimit: Duration
    let arrivals: Mutex<ArrivalQueue>
    /// What the sinks said and the writer has not taken up.
    let answers: Mutex<[SinkAnswer]> = Mutex([])
    /// How a sink is given what is stored.
    let standing: Mutex<StandingOrder?> = Mutex(nil)
    let writer: Mutex<LogWriter>
    let latest: Mutex<StoreSnapshot>
    private let timer: Mutex<(any DispatchSourceTimer)?> = Mutex(nil)
    private let beats: Mutex<UInt64> = Mutex(0)
    private let tickEvery: Duration?
    let logger: Logger
    let onEvent: @Sendable (StoreEvent) -> Void

    /// A log that is not open yet.
    ///
    /// `onEvent` is called on the writer's queue and delays it for as long as it takes.
    public convenience init(
        _ settings: StoreSettings, clock: StoreClock = .system, logger: Logger,
        onEvent: @escaping @Sendable (StoreEvent) -> Void = { _ in }
    ) {
        self.init(
            settings, clock: clock, migrator: LogSchema.migrator, logger: logger, onEvent: onEvent)
    }

    init(
        _ settings: StoreSettings, clock: StoreClock, migrator: DatabaseMigrator, logger: Logger,
        check: DamageCheck? = nil, onEvent: @escaping @Sendable (StoreEvent) -> Void
    ) {
        let writer = LogWriter(settings, clock: clock, migrator: migrator)
        arrivals = Mutex(ArrivalQueue(limit: settings.queueLimit))
        latest = Mutex(writer.snapshot)
        self.writer = Mutex(writer)
        tickEvery = settings.tick
        self.check = check ?? DamageCheck(StoreFiles(directory: settings.directory))
        checkLimit = settings.dailyCheckLimit
        self.logger = logger
        self.onEvent = onEvent
    }

    deinit { timer.withLock { $0?.cancel() } }

    /// Opens the database, checks it for a bounded time, and returns when the replay floors are
    /// known, or after `patience`.
    ///
    /// It never fails: a store that does not work is told by the snapshot and tried again; one whose
    /// disk hangs goes on opening behind our back.
    public func start(within patience: Duration = .seconds(2)) async {
        await perform(within: patience) { $0.open() }
        guard let interval = tickEvery?.dispatchInterval else { return }
        timer.withLock { timer in
            let source = DispatchSource.makeTimerSource(queue: queue)
            source.schedule(deadline: .now() + interval, repeating: interval, leeway: .seconds(1))
            source.setEventHandler { [weak self] in self?.work { $0.tick() } }
            source.resume()
            timer = source
        }
    }

    /// Stores what waits, forces it to the medium and closes the database; telegrams that come
    /// later are ignored.
    ///
    /// It does not wait longer than `patience` for a disk that hangs; whether it was done by then.
    @discardableResult
    public func stop(within patience: Duration = .seconds(3)) async -> Bool {
        arrivals.withLock { $0.close() }
        timer.withLock { source in
            source?.cancel()
            source = nil
        }
        check.end()
        let isClosed = await perform(within: patience) { $0.close() }
        if !isClosed {
            logger.error("Telegram log not closed", metadata: ["why": "the disk hangs"])
        }
        return isClosed
    }

    /// Says how many signs of life the writer has given and asks for the next: if the number stays,
    /// the disk hangs.
    public func beat() -> UInt64 {
        // In this order: a sign that came before the answer would be missing at the next question.
        let given = beats.withLock { $0 }
        queue.async { self.beats.withLock { $0 += 1 } }
        return given
    }

    /// Hands a telegram over to be stored; returns at once.
    public func append(_ record: TelegramRecord) {
        guard arrivals.withLock({ $0.append(record) }) else { return }
        queue.async { self.work { _ in } }
    }

    /// The log's figures, without waiting for the writer.
    public func snapshot() -> StoreSnapshot { latest.withLock { $0 } }
}

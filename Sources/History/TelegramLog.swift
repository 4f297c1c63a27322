// SPDX-License-Identifier: Apache-2.0
import Dispatch
import GRDB
import Locking
public import Logging
public import Readings

/// The telegram log, which is the outbox too: every accepted telegram, stored once, and given to
/// each sink until it is taken.
///
/// Ports hand telegrams over with ``append(_:)`` and never wait. One writer, on a queue of its own,
/// commits them; what it has to say comes as events on that queue. While there is no store,
/// telegrams are kept in memory and given to the sinks from there, so that publishing goes on;
/// ``snapshot()`` tells why.
public final class TelegramLog: Sendable {
    private let queue = DispatchQueue(label: "telegram-log.writer", qos: .utility)
    private let checks = DispatchQueue(label: "telegram-log.check", qos: .background)
    private let check: DamageCheck
    private let checkLimit: Duration
    private let arrivals: Mutex<ArrivalQueue>
    private let writer: Mutex<LogWriter>
    private let latest: Mutex<StoreSnapshot>
    private let timer: Mutex<(any DispatchSourceTimer)?> = Mutex(nil)
    private let beats: Mutex<UInt64> = Mutex(0)
    private let tickEvery: Duration?
    private let logger: Logger
    private let onEvent: @Sendable (StoreEvent) -> Void

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

    /// The replay floor of every epoch: a verified frame whose counter is not above it has been
    /// seen.
    ///
    /// Empty when the task is cancelled before the writer could say.
    public func replayFloors() async -> [EpochID: UInt32] {
        await ask(otherwise: [:]) { ($0.foresight ?? $0.ledger).floors }
    }

    /// Has `body` told the replay floors, on the writer's queue.
    public func replayFloors(_ body: @escaping @Sendable ([EpochID: UInt32]) -> Void) {
        queue.async { body(self.work { ($0.foresight ?? $0.ledger).floors }) }
    }

    /// Has `body` told the telegram of each meter that was stored last, on the writer's queue.
    public func latestTelegrams(_ body: @escaping @Sendable ([TelegramRecord]) -> Void) {
        queue.async { body(self.work { $0.latestTelegrams() }) }
    }

    /// Lets the frame counter of a meter begin anew, by an operator's order; its present epochs
    /// end.
    public func acceptCounter(_ meter: MeterID) async {
        await ask(otherwise: ()) { $0.acceptCounter(meter) }
        logger.notice("Frame counter begins anew by order", metadata: ["meter": "\(meter)"])
    }

    /// The account of every epoch of a meter, in the order in which they began.
    public func accounts(_ meter: MeterID) async -> [EpochAccount] {
        await ask(otherwise: []) { writer in
            writer.ledger.streams.filter { $0.meter == meter }.map(\.account)
        }
    }

    /// The latest gaps of a meter, newest first.
    public func gaps(_ meter: MeterID, limit: Int = 100) async -> [TelegramGap] {
        await ask(otherwise: []) { $0.gaps(meter, limit: limit) }
    }

    /// Does now what the log does for itself from time to time.
    func tick() async { await perform { $0.tick() } }

    /// Does something on the writer's queue and waits for it.
    func perform<Result: Sendable>(_ body: @escaping @Sendable (inout LogWriter) -> Result) async
        -> Result
    {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.work(body)) }
        }
    }

    /// The same, for as long as the task is not cancelled: a disk that hangs must not hold up the
    /// end.
    func ask<Result: Sendable>(
        otherwise fallback: Result, _ body: @escaping @Sendable (inout LogWriter) -> Result
    ) async -> Result {
        let answer = Answer<Result>()
        queue.async {
            guard answer.isOpen else { return }
            answer.give(self.work(body))
        }
        return await withTaskCancellationHandler {
            await answer.value()
        } onCancel: {
            answer.give(fallback)
        }
    }

    /// The same, for no longer than `patience`; whether it was done by then.
    @discardableResult
    private func perform(
        within patience: Duration, _ body: @escaping @Sendable (inout LogWriter) -> Void
    ) async -> Bool {
        let answer = Answer<Bool>()
        queue.async {
            self.work(body)
            answer.give(true)
        }
        LogDatabase.clock.asyncAfter(deadline: .now() + patience.dispatchInterval) {
            answer.give(false)
        }
        return await answer.value()
    }

    /// Stores what arrived, does something, and tells what came of it; on the writer's queue.
    @discardableResult
    private func work<Result>(_ body: (inout LogWriter) -> Result) -> Result {
        let new = arrivals.withLock { $0.take() }
        let (result, snapshot, events, hasToRescue, hasToCheck) = writer.withLock { writer in
            if !new.records.isEmpty { writer.take(new.records, dropped: new.dropped) }
            let result = body(&writer)
            writer.refresh()
            let hasToRescue = writer.salvage != nil && !writer.isRescuing
            defer { writer.events = [] }
            writer.isRescuing = writer.isRescuing || hasToRescue
            let hasToCheck = writer.beginCheck()
            return (result, writer.snapshot, writer.events, hasToRescue, hasToCheck)
        }
        let hadDropped = latest.withLock { latest in
            defer { latest = snapshot }
            return latest.droppedUnrolled > 0
        }
        if snapshot.droppedUnrolled > 0, !hadDropped {
            logger.error("The history stands still: telegrams go that it never took")
        }
        if hasToRescue { rescue() }
        if hasToCheck { look(isSecond: false) }
        for event in events {
            log(event)
            onEvent(event)
        }
        return result
    }

    /// Has the database looked through beside everything else, a second time if the first finds
    /// damage.
    private func look(isSecond: Bool) {
        checks.async {
            let finding = self.check.look(limit: self.checkLimit)
            self.queue.async {
                let again = self.work { $0.checked(finding, isSecond: isSecond) }
                if again { self.look(isSecond: true) }
            }
        }
    }

    /// Goes on saving telegrams of a damaged database, a few at a time between other work.
    private func rescue() {
        queue.async {
            let isMore = self.work { writer in
                writer.isRescuing = writer.salvageMore()
                return writer.isRescuing
            }
            if isMore { self.rescue() }
        }
    }
}

// The sinks' side.
extension TelegramLog {
    /// The next telegrams for a sink, at most `limit`, in order per meter; those given back come
    /// first.
    ///
    /// Each is given once, until it is acknowledged, refused or given back. With `meter`, only that
    /// one's.
    public func next(_ sink: String, meter: MeterID? = nil, limit: Int) async -> [Delivery] {
        await ask(otherwise: []) { $0.next(sink, meter, limit: limit) }
    }

    /// The next telegrams of every meter for a sink, at most `share` of each, in order per meter;
    /// none of those meters that are `held` back.
    public func nextOfEach(
        _ sink: String, share: Int, except held: Set<MeterID> = []
    ) async -> [Delivery] {
        await ask(otherwise: []) { $0.nextOfEach(sink, share: share, except: held) }
    }

    /// A sink has taken telegrams.
    public func acknowledge(_ sink: String, _ tokens: [UInt64]) {
        settle(sink, tokens, isParked: false)
    }

    /// A sink will never take these telegrams: they stay in the log, are counted, and hold nothing
    /// up.
    public func refuse(_ sink: String, _ tokens: [UInt64]) { settle(sink, tokens, isParked: true) }

    /// A sink could not get rid of these telegrams: they are given out again, oldest first.
    public func giveBack(_ sink: String, _ tokens: [UInt64]) {
        queue.async {
            self.work { writer in
                for token in tokens { writer.outbox.giveBack(sink, token) }
            }
        }
    }

    /// What a sink has yet to take, with the age of the oldest as of the last tick.
    public func backlog(_ sink: String) -> Backlog { snapshot().backlogs[sink] ?? Backlog() }

    private func settle(_ sink: String, _ tokens: [UInt64], isParked: Bool) {
        queue.async { self.work { $0.settle(sink, tokens, isParked: isParked) } }
    }
}

extension TelegramLog {
    /// Once when a fault begins, and once when it ends; single telegrams are no news.
    private func log(_ event: StoreEvent) {
        switch event {
        case .stored, .kept, .repeated, .gap, .epochChanged: break
        case .changed(let state):
            if let fault = state.fault {
                logger.warning(
                    "Telegram log degraded",
                    metadata: [
                        "reason": "\(fault.rawValue)", "hint": "\(fault)",
                        "storing": "\(state.isStoring)",
                    ])
            } else {
                logger.notice("Telegram log in order", metadata: ["state": "\(state.word)"])
            }
        case .uncleanStart: logger.notice("The last run did not end by itself")
        case .checkFailed(let detail):
            logger.error("The daily check of the database failed", metadata: ["why": "\(detail)"])
        case .setAside(let file):
            logger.error("Damaged database set aside", metadata: ["file": "\(file)"])
        case .recovered(let telegrams):
            logger.notice(
                "Saved from the damaged database", metadata: ["telegrams": "\(telegrams)"])
        case .floorRebuilt(let epochs):
            logger.warning(
                "Replay floors come from the side file", metadata: ["epochs": "\(epochs)"])
        }
    }
}

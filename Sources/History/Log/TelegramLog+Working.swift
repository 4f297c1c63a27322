// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Locking
import Logging

// What is done on the writer's queue, and what comes of it.
extension TelegramLog {
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
        let answer = AwaitedAnswer<Result>()
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
    func perform(
        within patience: Duration, _ body: @escaping @Sendable (inout LogWriter) -> Void
    ) async -> Bool {
        let answer = AwaitedAnswer<Bool>()
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
    func work<Result>(_ body: (inout LogWriter) -> Result) -> Result {
        let new = arrivals.withLock { $0.take() }
        let answers = answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
        let order = standing.withLock { $0 }
        let (result, snapshot, accounts, events, hasToRescue, hasToCheck) = writer.withLock {
            writer in
            if !new.records.isEmpty { writer.take(new.records, dropped: new.dropped) }
            if !answers.isEmpty { writer.settle(answers) }
            let result = body(&writer)
            if let order, writer.hasNews { writer.give(order) }
            writer.refresh()
            let hasToRescue = writer.hasToRescue
            defer { (writer.events, writer.justStored) = ([], [:]) }
            writer.isRescuing = writer.isRescuing || hasToRescue
            let hasToCheck = writer.beginCheck()
            let accounts = writer.ledger.accountNews()
            return (result, writer.snapshot, accounts, writer.events, hasToRescue, hasToCheck)
        }
        let hadDropped = latest.withLock { latest in
            defer { latest.take(snapshot, accounts) }
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
}

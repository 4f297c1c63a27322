// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Locking
import Logging
import MeterChannel
import Reports
import ServiceLifecycle

/// Asks the desk for reports, mails and day files each minute, on a thread of its own.
///
/// A clock that is set, and a minute that is missed, make no difference: the desk decides by what
/// it finds done. What still runs at the end is waited for shortly and then left alone. Another desk
/// may take over at any time.
final class ReportingService: Service {
    /// Longer than most mails take, shorter than the time for a clean end.
    private static let patience = DispatchTimeInterval.seconds(2)

    private let desk: Mutex<ReportDesk?>
    private let logger: Logger
    private let queue = DispatchQueue(label: "reports", qos: .background)
    private let alarms = DispatchQueue(label: "reports.alarms")
    private let isBusy = Mutex(false)
    /// Ends when the end has been waited for long enough.
    private let ends: AsyncStream<Never>
    private let end: AsyncStream<Never>.Continuation
    /// What failed last, so that the same is not said each minute.
    private let failures = Mutex([String: String]())
    private let onMailChange: @Sendable (MailStatus?) -> Void

    /// `onMailChange` is told how mail is getting on whenever that changes; `nil` once there is none.
    init(
        desk: ReportDesk?, logger: Logger, onMailChange: @escaping @Sendable (MailStatus?) -> Void
    ) {
        (ends, end) = AsyncStream.makeStream()
        self.desk = Mutex(desk)
        self.logger = logger
        self.onMailChange = onMailChange
    }

    func run() async throws {
        try? await gracefulShutdown()
        queue.async { [end] in end.finish() }
        alarms.asyncAfter(deadline: .now() + ReportingService.patience) { [end] in end.finish() }
        // Once the time for a clean end is over, the task is cancelled and does not wait at all.
        for await _ in ends {}
    }

    /// Waits no longer at the end for what still runs.
    func hurry() { end.finish() }

    /// Lets another desk do the work from the next round on; `nil` if there is none to do.
    func take(_ desk: ReportDesk?) {
        self.desk.withLock { $0 = desk }
        failures.withLock { $0 = [:] }
        onMailChange(desk?.mailStatus)
    }

    /// Begins a round, unless the last one is still going on.
    func minutePassed() {
        guard let desk = desk.withLock({ $0 }) else { return }
        let isIdle = isBusy.withLock { isBusy in
            defer { isBusy = true }
            return !isBusy
        }
        guard isIdle else { return }
        queue.async { [self] in
            let before = desk.mailStatus
            let now = Moment.now()
            for notice in desk.work(at: now.wall, uptime: .nanoseconds(now.uptime)) { log(notice) }
            let isCurrent = self.desk.withLock { $0 === desk }
            if isCurrent, desk.mailStatus != before { onMailChange(desk.mailStatus) }
            isBusy.withLock { $0 = false }
        }
    }

    private func log(_ notice: DeskNotice) {
        switch notice {
        case .reported(let key): logger.info("A report is ready", metadata: ["report": "\(key)"])
        case .wroteDayFiles(let date, let count):
            logger.info("Day files written", metadata: ["date": "\(date)", "meters": "\(count)"])
        case .failed(let what, let why):
            let isNew = failures.withLock { $0.updateValue(why, forKey: what) != why }
            guard isNew else { return }
            logger.warning("A report failed", metadata: ["what": "\(what)", "why": "\(why)"])
        }
    }
}

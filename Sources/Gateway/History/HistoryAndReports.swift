// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import GatewayConfiguration
import History
import Logging
import Reports
import Series
import ServiceLifecycle

/// What is made of stored telegrams in the daemon: the history, and what is drawn and mailed of it.
struct HistoryAndReports {
    /// Keeps the history.
    let keeper: HistoryKeeper
    private let reporting: ReportingService
    private let reader: @Sendable () -> SeriesReader
    private let stateDirectory: String
    private let reportClock: ReportClock

    /// Puts both together, and says when mail gets on otherwise than before; `nil` when the configuration names a time zone that the system does not
    /// know, since there are no days without one.
    init?(
        _ configuration: GatewayConfiguration, log: TelegramLog, summary: GatewaySummary,
        publisher: Publisher, reportClock: ReportClock, logger: Logger,
        onMailChange: @escaping @Sendable () -> Void
    ) {
        let gateway = configuration.gateway
        guard let calendar = PeriodCalendar(gateway.timeZone) else {
            logger.warning(
                "No history: the time zone is unknown",
                metadata: ["timezone": "\(gateway.timeZone)"])
            return nil
        }
        let reader: @Sendable () -> SeriesReader = {
            SeriesReader(directory: gateway.stateDirectory, calendar: calendar)
        }
        self.reader = reader
        stateDirectory = gateway.stateDirectory
        self.reportClock = reportClock
        keeper = HistoryKeeper(
            log: log, reader: reader(), retention: RowRetention(gateway.seriesRetention),
            digest: SHA256.digest, logger: logger, onHeads: publisher.publish)
        summary.ask(forDroppedHistory: { [weak keeper] in keeper?.dropped ?? 0 })
        reporting = ReportingService(
            desk: ReportDesk(
                configuration, stateDirectory: gateway.stateDirectory, reader: reader()),
            logger: logger
        ) { status in
            summary.take(status)
            onMailChange()
        }
    }

    /// What runs, in the order in which it starts.
    var services: [any Service] { [keeper, reporting] }

    /// Takes over reports, recipients, day files, and the meters that they are of.
    func configure(_ new: GatewayConfiguration) {
        reportClock.take(new)
        reporting.take(ReportDesk(new, stateDirectory: stateDirectory, reader: reader()))
        if keeper.isCurrent { reporting.minutePassed() }
    }

    /// Waits for no mail and no picture at the end.
    func hurry() { reporting.hurry() }

    /// Says that a minute is over.
    func minutePassed() {
        if keeper.isCurrent { reporting.minutePassed() }
        keeper.minutePassed()
    }
}

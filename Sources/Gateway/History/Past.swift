// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import GatewayConfiguration
import History
import Logging
import Reports
import Series
import ServiceLifecycle

/// What is made of stored telegrams in the daemon: the history, and what is drawn and mailed of it.
struct Past {
    /// Keeps the history.
    let keeper: HistoryKeeper
    private let reporting: ReportingService?

    /// Puts both together; `nil` when the configuration names a time zone that the system does not
    /// know, since there are no days without one.
    init?(
        _ configuration: GatewayConfiguration, log: TelegramLog, summary: GatewaySummary,
        publisher: Publisher, logger: Logger
    ) {
        let gateway = configuration.gateway
        guard let calendar = PeriodCalendar(gateway.timeZone) else {
            logger.warning(
                "No history: the time zone is unknown",
                metadata: ["timezone": "\(gateway.timeZone)"])
            return nil
        }
        func reader() -> SeriesReader {
            SeriesReader(directory: gateway.stateDirectory, calendar: calendar)
        }
        keeper = HistoryKeeper(
            log: log, reader: reader(), retention: RowRetention(gateway.seriesRetention),
            digest: SHA256.digest, logger: logger, onHeads: publisher.publish)
        summary.ask(forDroppedHistory: { [weak keeper] in keeper?.dropped ?? 0 })
        reporting = ReportDesk(configuration, reader: reader()).map { desk in
            ReportingService(desk: desk, logger: logger) { status in
                summary.take(status)
                publisher.publishSummary()
            }
        }
    }

    /// What runs, in the order in which it starts.
    var services: [any Service] {
        guard let reporting else { return [keeper] }
        return [keeper, reporting]
    }

    /// Says that a minute is over.
    func minutePassed() {
        if keeper.isCurrent { reporting?.minutePassed() }
        keeper.minutePassed()
    }
}

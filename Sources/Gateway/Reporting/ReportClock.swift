// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Locking
import Readings

/// The times of reports as they are configured now, for whoever asks later.
final class ReportClock: Sendable {
    private let times: Mutex<ReportTimes?>

    /// Begins with the reports of a configuration.
    init(_ configuration: GatewayConfiguration) { times = Mutex(ReportTimes(configuration)) }

    /// Takes over the reports of another configuration.
    func take(_ configuration: GatewayConfiguration) {
        times.withLock { $0?.take(configuration.reports) }
    }

    /// Whether a report is made at a time, soon or just before; never if the time zone is unknown.
    func isNear(_ time: UTCTime) -> Bool { times.withLock { $0?.isNear(time) ?? false } }
}

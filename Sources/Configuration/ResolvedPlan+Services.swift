// SPDX-License-Identifier: Apache-2.0
import Readings

/// The lines about what is kept, shown and sent, each with what stands behind its label.
extension ResolvedPlan {
    /// How long the rows of each resolution are kept.
    func kept(_ retention: SeriesRetention) -> String {
        let parts = [
            ("minutes", retention.minutes), ("quarter-hours", retention.quarterHours),
            ("hours", retention.hours), ("days", retention.days), ("months", retention.months),
        ]
        return parts.map { "\($0.0) \($0.1?.written ?? "for ever")" }.joined(separator: ", ")
    }

    /// The pages, mails and files, as labels and texts; none of what is not wanted.
    func services(_ configuration: GatewayConfiguration) -> [(label: String, text: String)] {
        var lines: [(label: String, text: String)] = []
        if let http = configuration.http {
            let access =
                switch http.access {
                case .loopback: "for this machine only"
                case .token(let token): "for whoever has the \(token)"
                case .open: "open to everybody on the network"
                }
            lines.append(("pages", "http://\(http.listen), \(access)"))
            if !http.hosts.isEmpty {
                lines.append(("", "also as \(http.hosts.joined(separator: ", "))"))
            }
            lines.append(("", "at most \(http.streams) live streams"))
        }
        if let mail = configuration.mail {
            lines.append(("mail", "\(mail)"))
        }
        for report in configuration.reports {
            let days = report.every == .day ? "each day" : "on the first of each month"
            lines.append(
                (
                    "report",
                    "\(days) at \(report.at) to "
                        + report.recipients.map(\.text).joined(separator: ", ")
                ))
            let sources = report.meters + levels(configuration)
            let names = sources.map(\.text).joined(separator: ", ")
            let content = sources.isEmpty ? "of nothing, for all is disabled" : "of \(names)"
            lines.append(("", "\(content), in \(report.language)"))
        }
        if let files = configuration.dayFiles {
            lines.append(("day files", "in \(files.folder), \(files.format.rawValue) lines"))
        }
        return lines
    }

    /// The sensors whose levels are in each report.
    private func levels(_ configuration: GatewayConfiguration) -> [MeterID] {
        configuration.sensors.filter { $0.isEnabled && !$0.values.isEmpty }.map(\.id)
    }
}

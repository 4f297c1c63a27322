// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FrameCrypto
import GatewayConfiguration
import History
import Readings
import Series

/// `meter-gateway verify`: checks the chains of the quarter-hours.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no quarter-hour that was written down for good was changed.",
        discussion: """
            Works out the hash of each record of each meter again. Prints the head of each chain, to compare with \
            what was published, or the first record that does not fit. Exit code 0 if all chains are whole, 1 if \
            one is broken.
            """)

    @OptionGroup var config: ConfigurationOption

    func run() throws {
        let history = try HistoryAccess(config.load().configuration)
        let known = try HistoryAccess.reading { () throws(SeriesError) in
            try history.reader.meters()
        }
        // Meters that are in the configuration no longer have records too.
        let sensors = Set(history.configuration.sensors.map(\.id))
        var isWhole = true
        for meter in known where !sensors.contains(meter) {
            let finding = try HistoryAccess.reading { () throws(SeriesError) in
                try history.reader.verifyChain(meter, digest: SHA256.digest)
            }
            StandardOutput.write("\(meter): \(words(finding, history.calendar))\n")
            if !finding.isWhole { isWhole = false }
        }
        guard isWhole else { throw Exit.no }
    }

    private func words(_ finding: ChainFinding, _ calendar: PeriodCalendar) -> String {
        switch finding {
        case .whole(nil): return "no quarter-hour is written down yet"
        case .whole(let head?):
            return "whole, \(head.number) quarter-hours up to \(calendar.local(head.start)), "
                + "head \(head.hash)"
        case .broken(let number, let start):
            return "BROKEN at record \(number), the quarter-hour from \(calendar.local(start))"
        }
    }
}

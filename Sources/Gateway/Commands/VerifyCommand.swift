// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FrameCrypto
import GatewayConfiguration
import History
import MeterChannel
import Readings
import Series

/// `meter-gateway verify`: checks the chains of the quarter-hours.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no quarter-hour that was written down for good was changed.",
        discussion: """
            Works out the hash of each record of each meter again, and compares the records with the quarter-hours \
            that are kept. Prints the head of each chain, or the first record that does not fit. Who can write to the database can make a whole new chain: only a head that was kept \
            elsewhere proves that this is still the same one. Heads are published each day on meters/<id>/chain.

              meter-gateway verify --config meters.yaml --head flat-1:35040:5f1c9a…

            Exit code 0 if all chains are whole and hold the heads told, 1 if not.
            """)

    @OptionGroup var config: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "A head from earlier, which the chain must still hold; may be given more than once.",
            valueName: "id:records:hash"),
        transform: KeptHead.init)
    var head: [KeptHead] = []

    func run() throws {
        let history = try HistoryAccess(config.load().configuration)
        let known = try HistoryAccess.reading { () throws(SeriesError) in
            try history.reader.meters()
        }
        for kept in head where !known.contains(where: { $0.text == kept.meter }) {
            throw HistoryAccess.unknown("meter", kept.meter, known.map(\.text), in: "history")
        }
        // Meters that are in the configuration no longer have records too, and so has a sensor that
        // has the name of one. A head that was told is looked for whatever its name is now.
        let sensors = Set(history.configuration.sensors.map(\.id))
        let meters = try known.filter { id in
            try !sensors.contains(id) || head.contains { $0.meter == id.text }
                || HistoryAccess.reading { () throws(SeriesError) in
                    try history.reader.hasChain(id)
                }
        }
        let kept = history.configuration.gateway.seriesRetention.quarterHours.map { age in
            UTCTime(seconds: Moment.now().wall.seconds - age.components.seconds)
        }
        if meters.isEmpty { StandardOutput.write("No meter has a quarter-hour yet.\n") }
        var isWhole = true
        for meter in meters {
            let finding = try HistoryAccess.reading { () throws(SeriesError) in
                try history.reader.verifyChain(
                    meter, rowsKeptFrom: kept ?? UTCTime(seconds: 0), digest: SHA256.digest)
            }
            StandardOutput.write("\(meter): \(words(finding, history.calendar))\n")
            if !finding.isWhole { isWhole = false }
            for kept in head where kept.meter == meter.text {
                let found = try HistoryAccess.reading { () throws(SeriesError) in
                    try history.reader.sealed(meter, number: kept.records)
                }
                StandardOutput.write("\(meter): \(kept.words(found))\n")
                if !kept.isHeld(by: found) { isWhole = false }
            }
        }
        let strays = try HistoryAccess.reading { () throws(SeriesError) in
            try history.reader.strayRecords()
        }
        if strays > 0 {
            StandardOutput.write("BROKEN: \(strays) records belong to no meter\n")
            isWhole = false
        }
        guard isWhole else { throw Exit.no }
    }

    private func words(_ finding: ChainFinding, _ calendar: PeriodCalendar) -> String {
        switch finding {
        case .whole(nil): return "no quarter-hour is written down yet"
        case .whole(let head?):
            return "whole, \(head.number) quarter-hours up to \(end(of: head, calendar)), "
                + "head \(head.hash)"
        case .broken(let number, let start):
            let words = start.map { ", the quarter-hour from \(calendar.local($0))" }
            return "BROKEN at record \(number)" + (words ?? "")
        case .absent(let number):
            return "BROKEN: record \(number) is not there"
        case .rowDiffers(let number, let start):
            return "BROKEN: the quarter-hour from \(calendar.local(start)) is not what record "
                + "\(number) says"
        case .rowAbsent(let number, let start):
            return "BROKEN: the quarter-hour from \(calendar.local(start)), which record "
                + "\(number) tells of, is not there"
        case .cutOff(let head, let row):
            return "BROKEN after record \(head?.number ?? 0): the quarter-hour from "
                + "\(calendar.local(row)) has telegrams and no record"
        }
    }

    private func end(of head: ChainHead, _ calendar: PeriodCalendar) -> LocalTime {
        calendar.local(calendar.period(.quarterHour, at: head.start).end)
    }
}

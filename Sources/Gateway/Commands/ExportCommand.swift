// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import History
import MeterChannel
import Readings
import Reports
import Series

/// `meter-gateway export`: the history of a meter or sensor as a table.
struct ExportCommand: ParsableCommand {
    /// What the rows are written as.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case csv, json, original, teensy

        /// Whether it has places for a meter's registers only.
        var isOfMeters: Bool { self == .original || self == .teensy }
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the history of a meter or sensor to standard output.",
        discussion: """
            One row for each minute, quarter-hour, hour, day or month, from the start of one day to the end \
            of another, by the clock of the configured time zone. Each row says whether it is complete, partial \
            or missing; what went by unseen before it stands in columns of its own. `original` and `teensy` \
            write the lines of day files of a meter instead. Exit code 1 if there is nothing in that time.
            """)

    @OptionGroup var config: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "The id of a meter or sensor, also of one that is configured no longer.",
            valueName: "id"))
    var meter: String

    @Option(
        help: ArgumentHelp(
            "The first day: 2026-11-22, today or yesterday.", valueName: "date"),
        transform: DateArgument.init)
    var from: DateArgument

    @Option(
        help: ArgumentHelp("The last day, which is included.", valueName: "date"),
        transform: DateArgument.init)
    var to: DateArgument

    @Option(
        help: ArgumentHelp(
            "How long the periods of csv and json are: minute, quarter-hour, hour, day or month; "
                + "quarter-hour unless given."))
    var resolution: Resolution?

    @Option(help: "How they are written: csv, json, original or teensy.")
    var format: Format = .csv

    @Option(help: "Which register the lines of original are about: import or export.")
    var direction: DayFile.Direction?

    func validate() throws {
        guard format.isOfMeters, resolution != nil else { return }
        throw ValidationError(
            "--format \(format.rawValue) writes the minutes of each day and has no --resolution; "
                + "leave it out, or write --format csv or json")
    }

    func run() throws {
        guard direction == nil || format == .original else {
            throw Exit.because(
                "--direction is for --format original; the other formats have both", Exit.usage)
        }
        let history = try HistoryAccess(config.load().configuration)
        let id = try history.stored(meter)
        if format.isOfMeters, history.configuration.sensors.contains(where: { $0.id == id }) {
            throw Exit.because(
                "'\(meter)' is a sensor, and --format \(format.rawValue) is for meters; "
                    + "write --format csv or json", Exit.usage)
        }
        let now = Moment.now().wall
        let start = from.day(history.calendar, now: now).start
        let end = to.day(history.calendar, now: now).end
        guard start < end else {
            throw Exit.because("--to is before --from; swap them", Exit.usage)
        }
        let count: Int
        switch format {
        case .csv: count = try export(history, id, start, end, .csv)
        case .json: count = try export(history, id, start, end, .json)
        case .original: count = try writeDays(history, id, start, end, .original)
        case .teensy: count = try writeDays(history, id, start, end, .teensy)
        }
        guard count > 0 else {
            let isNow = start < now && now <= end
            throw Exit.because(
                "nothing is known of '\(meter)' in that time" + (isNow ? HistoryAccess.soon : ""),
                Exit.no)
        }
    }

    private func export(
        _ history: HistoryAccess, _ id: MeterID, _ start: UTCTime, _ end: UTCTime,
        _ format: ExportFormat
    ) throws -> Int {
        let export = SeriesExport(
            history.reader, id, resolution ?? .quarterHour, from: start, to: end)
        var isTaken = true
        let count = try HistoryAccess.reading { () throws(SeriesError) in
            try export.run(format) { bytes in
                isTaken = StandardOutput.write(bytes)
                return isTaken
            }
        }
        guard isTaken else { throw Exit.io }
        return count
    }

    /// The lines of day files, a day at a time; how many days had any.
    private func writeDays(
        _ history: HistoryAccess, _ id: MeterID, _ start: UTCTime, _ end: UTCTime,
        _ layout: DayFileLayout
    ) throws -> Int {
        let tank = history.configuration.tank
        var count = 0
        for day in history.calendar.periods(.day, from: start, to: end) {
            let text = try HistoryAccess.reading { () throws(SeriesError) in
                let rows = try history.reader.rows(id, .minute, from: day.start, to: day.end)
                let file = DayFile(day, calendar: history.calendar)
                guard layout == .teensy else { return file.original(rows, direction ?? .taken) }
                let distances = try tank.map { sensor throws(SeriesError) in
                    try history.reader.rows(sensor.id, .minute, from: day.start, to: day.end)
                }
                return file.teensy(rows, tank: distances ?? [])
            }
            guard !text.isEmpty else { continue }
            guard StandardOutput.write(text) else { throw Exit.io }
            count += 1
        }
        return count
    }
}

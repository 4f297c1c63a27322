// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import GatewayConfiguration
import History
import MeterChannel
import Readings
import Reports
import Series

/// `meter-gateway report`: pictures of a day or a month.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Draw the picture of a day or a month of each meter, or of a sensor's day.",
        discussion: """
            Writes DIR/<id>-<date>.png, or DIR/<id>-<month>.png, and prints the names of the files. Needs gnuplot. \
            The levels of sensors are drawn below the power; named by --meter, or where there is no meter, \
            a sensor's day has a picture of its own. Exit code 1 if nothing is known of any of them in that time.
            """)

    @OptionGroup var config: ConfigurationOption

    @Option(
        help: ArgumentHelp("The day: 2026-11-22, today or yesterday.", valueName: "date"),
        transform: DateArgument.init)
    var date: DateArgument?

    @Option(
        help: ArgumentHelp("The month, in place of a day: 2026-11.", valueName: "month"),
        transform: MonthArgument.init)
    var month: MonthArgument?

    @Option(
        help: ArgumentHelp(
            "The id of a meter or sensor; all meters that are enabled unless given.",
            valueName: "id")
    )
    var meter: String?

    @Option(
        help:
            "The language: en, de, fr or lb; that of the first report in the configuration unless given."
    )
    var language: Language?

    @Option(
        help: ArgumentHelp("The folder for the pictures; made if it is missing.", valueName: "dir"))
    var out: String

    func validate() throws {
        guard (date == nil) != (month == nil) else {
            throw ValidationError("Write either --date or --month.")
        }
    }

    func run() throws {
        let history = try HistoryAccess(config.load().configuration)
        let configuration = history.configuration
        let sources = try ReportSource.chosen(meter, history, isMonth: month != nil)
        let now = Moment.now().wall
        let maker = ReportMaker(
            reader: history.reader,
            levels: configuration.sensors.compactMap { LevelSource($0) },
            language: language ?? configuration.reports.first.map { Language($0.language) }
                ?? .english,
            now: now)
        do {
            try FileManager.default.createDirectory(
                atPath: out, withIntermediateDirectories: true)
        } catch {
            throw Exit.because("the folder \(out) could not be made", Exit.io)
        }
        var count = 0
        for source in sources {
            guard let (name, png) = try picture(source, maker, history, now) else { continue }
            try write(png, to: "\(out)/\(name)")
            count += 1
        }
        guard count > 0 else { throw Exit.no }
    }

    /// The name and the picture for a meter or sensor; `nil`, and a message, if nothing is known of
    /// it.
    private func picture(
        _ source: ReportSource, _ maker: ReportMaker, _ history: HistoryAccess, _ now: UTCTime
    ) throws -> (name: String, png: Data)? {
        let renderer = PictureRenderer()
        do {
            if let month, case .meter(let meter) = source {
                let period = month.period(history.calendar)
                let picture = try HistoryAccess.reading { () throws(SeriesError) in
                    try maker.month(meter.id, name: meter.name, period)
                }
                let date = history.calendar.local(period.start).date.prefix(7)
                let isNow = period.contains(now)
                guard !picture.isEmpty else { return nothing(source, date, isNow: isNow) }
                return ("\(meter.id)-\(date).png", try renderer.png(picture))
            }
            guard let day = date?.day(history.calendar, now: now) else { return nil }
            let picture = try HistoryAccess.reading { () throws(SeriesError) in
                switch source {
                case .meter(let meter): return try maker.day(meter.id, name: meter.name, day)
                case .sensor(let level): return try maker.day(level, day)
                }
            }
            let date = history.calendar.local(day.start).date[...]
            let isNow = day.contains(now)
            // Of a day within a silence, that is what is known.
            guard !picture.isEmpty || !picture.gaps.isEmpty else {
                return nothing(source, date, isNow: isNow)
            }
            return ("\(source.id)-\(date).png", try renderer.png(picture))
        } catch let failure as PictureFailure {
            if case .drawing(.missing) = failure {
                throw Exit.because("\(failure)", Exit.unavailable)
            }
            throw Exit.because("\(failure)", Exit.io)
        }
    }

    private func nothing(_ source: ReportSource, _ date: Substring, isNow: Bool) -> (String, Data)?
    {
        StandardError.print(
            "meter-gateway: nothing is known of '\(source.id)' for \(date)"
                + (isNow ? HistoryAccess.soon : ""))
        return nil
    }

    private func write(_ png: Data, to path: String) throws {
        do {
            try png.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Exit.because("\(path) could not be written", Exit.io)
        }
        StandardOutput.write(path + "\n")
    }
}

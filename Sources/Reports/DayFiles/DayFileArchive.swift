// SPDX-License-Identifier: Apache-2.0
import Foundation
public import History
public import Readings
public import Series

/// The folder with the day files: one folder a meter, in it one a month, and an archive for each
/// month that is over.
///
///     days/flat-1/2026-11/2026_11_22.min
///     days/flat-1/2026-10.tar.gz
public struct DayFileArchive: Sendable {
    private let folder: String
    private let layout: DayFileLayout
    private let reader: SeriesReader

    /// Keeps files of this layout in a folder, which is made if it is missing.
    public init(folder: String, layout: DayFileLayout, reader: SeriesReader) {
        self.folder = folder
        self.layout = layout
        self.reader = reader
    }

    /// Writes the files of a day, or writes them again; `false` when there is nothing new to write.
    ///
    /// A file takes its place whole, and never that of one with more lines: the history may keep
    /// minutes no longer. `tank` is the sensor whose centimetres stand in the lines of the board's
    /// layout.
    @discardableResult
    public func write(_ meter: MeterID, _ day: Period, tank: MeterID? = nil)
        throws(DayFileFailure) -> Bool
    {
        let file = DayFile(day, calendar: reader.calendar)
        let rows = try minutes(meter, day)
        let place = "\(folder)/\(meter)/\(month(of: day))"
        switch layout {
        case .teensy:
            let distances = try tank.map { sensor throws(DayFileFailure) in
                try minutes(sensor, day)
            }
            let text = file.teensy(rows, tank: distances ?? [])
            return try save(text, to: place, as: file.name(layout))
        case .original:
            let hasGiven = rows.contains(where: DayFileArchive.hasGiven)
            let given = hasGiven ? file.original(rows, .given) : ""
            let isGivenNew = try save(given, to: place, as: file.name(layout, .given))
            let isNew = try save(file.original(rows), to: place, as: file.name(layout))
            return isNew || isGivenNew
        }
    }

    /// Whether all files of a day are there.
    public func has(_ meter: MeterID, _ day: Period) throws(DayFileFailure) -> Bool {
        let file = DayFile(day, calendar: reader.calendar)
        func isThere(_ direction: DayFile.Direction) -> Bool {
            let name = file.name(layout, direction)
            return FileManager.default.fileExists(
                atPath: "\(folder)/\(meter)/\(month(of: day))/\(name)")
        }
        guard isThere(.taken) else { return false }
        guard layout == .original, !isThere(.given) else { return true }
        do {
            let total = try reader.row(meter, .day, at: day.start)
            return !(total.map(DayFileArchive.hasGiven) ?? false)
        } catch { throw .history(error) }
    }

    /// Whether the month of a day is in its archive, in which nothing is changed any more.
    public func isPacked(_ meter: MeterID, _ day: Period) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(meter)/\(month(of: day)).tar.gz")
    }

    /// Whether a meter had ever given anything to the grid at the end of a row.
    private static func hasGiven(_ row: SeriesRow) -> Bool {
        (row.register("energy_export_kwh")?.end.mantissa ?? 0) > 0
    }

    /// Packs the months of a meter that were over at a moment, by its own clock.
    public func pack(_ meter: MeterID, before now: UTCTime) throws(DayFileFailure) {
        let current = month(of: reader.calendar.period(.day, at: now))
        let place = "\(folder)/\(meter)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        for name in names.sorted() where DayFileArchive.isMonth(name) && name < current {
            try pack(name, in: place)
        }
    }

    private func pack(_ month: String, in place: String) throws(DayFileFailure) {
        let archive = "\(place)/\(month).tar.gz"
        guard !FileManager.default.fileExists(atPath: archive) else { return }
        do throws(ProgramFailure) {
            // Written beside and renamed: an archive is whole or not there.
            try ChildProgram(
                path: "/usr/bin/tar",
                arguments: [
                    "--create", "--gzip", "--sort=name", "--owner=0", "--group=0",
                    "--numeric-owner", "--file=\(archive).new", "--directory=\(place)", month,
                ], folder: place
            ).run()
        } catch { throw .notPacked(month: month, error) }
        do {
            try FileManager.default.moveItem(atPath: "\(archive).new", toPath: archive)
            try FileManager.default.removeItem(atPath: "\(place)/\(month)")
        } catch { throw .notWritten(path: archive) }
    }

    private func minutes(_ meter: MeterID, _ day: Period) throws(DayFileFailure) -> [SeriesRow] {
        do {
            return try reader.rows(meter, .minute, from: day.start, to: day.end)
        } catch { throw .history(error) }
    }

    /// The month of a day, `2026-11`.
    private func month(of day: Period) -> String {
        String(reader.calendar.local(day.start).date.prefix(7))
    }

    private static func isMonth(_ name: String) -> Bool {
        name.utf8.count == 7 && name.utf8.dropFirst(4).first == UInt8(ascii: "-")
            && name.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count == 6
    }

    private func save(_ text: String, to place: String, as name: String) throws(DayFileFailure)
        -> Bool
    {
        guard !text.isEmpty else { return false }
        if let old = FileManager.default.contents(atPath: "\(place)/\(name)") {
            func lines(_ bytes: Data) -> Int { bytes.count { $0 == UInt8(ascii: "\n") } }
            let new = Data(text.utf8)
            guard new != old, lines(new) >= lines(old) else { return false }
        }
        do {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: "\(place)/\(name)"), options: .atomic)
        } catch { throw .notWritten(path: "\(place)/\(name)") }
        return true
    }
}

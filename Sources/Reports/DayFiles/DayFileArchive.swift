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

    /// Writes the file of a day, or writes it again; `false` when there is nothing to write.
    ///
    /// A file takes its place whole. `tank` is the sensor whose centimetres stand in the lines of
    /// the board's layout.
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
            let isWritten = try save(file.original(rows), to: place, as: file.name(layout))
            if rows.contains(where: { ($0.register("energy_export_kwh")?.end.mantissa ?? 0) > 0 }) {
                try save(file.original(rows, .given), to: place, as: file.name(layout, .given))
            }
            return isWritten
        }
    }

    /// Whether the file of a day is there, or the archive of its month.
    public func has(_ meter: MeterID, _ day: Period) -> Bool {
        let name = DayFile(day, calendar: reader.calendar).name(layout)
        let month = month(of: day)
        let places = ["\(month)/\(name)", "\(month).tar.gz"]
        return places.contains {
            FileManager.default.fileExists(atPath: "\(folder)/\(meter)/\($0)")
        }
    }

    /// Packs the months of a meter that were over at a moment.
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

    @discardableResult
    private func save(_ text: String, to place: String, as name: String) throws(DayFileFailure)
        -> Bool
    {
        guard !text.isEmpty else { return false }
        do {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: "\(place)/\(name)"), options: .atomic)
        } catch { throw .notWritten(path: "\(place)/\(name)") }
        return true
    }
}

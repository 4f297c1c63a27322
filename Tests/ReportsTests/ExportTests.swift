// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Reports
import Series
import Testing

/// Rows as comma-separated values and as JSON, byte for byte.
struct ExportTests {
    /// A quarter-hour with one register and one level, and a silence that ended in it.
    private func row(_ house: Household) -> ExportedRow {
        let start = UTCTime(seconds: 1_792_882_800)
        let row = SeriesRow(
            meter: house.meter,
            period: Period(
                .quarterHour, start: start, end: UTCTime(seconds: start.seconds + 900)),
            edges: .startsOpen, evidence: Evidence(telegrams: 42),
            registers: [
                RegisterSpan(
                    name: "energy_import_kwh", start: FixedPoint(25_653_000, decimals: 3),
                    end: FixedPoint(25_653_120, decimals: 3),
                    difference: FixedPoint(120, decimals: 3))
            ],
            samples: [
                SampleSpan(
                    name: "volume_l", count: 2, sum: FixedPoint(8_325),
                    minimum: FixedPoint(4_162), maximum: FixedPoint(4_163),
                    last: FixedPoint(4_163), gain: FixedPoint(1), use: FixedPoint(0))
            ])
        let gap = MissingEnergy(
            meter: house.meter, from: UTCTime(seconds: start.seconds - 3_600),
            to: UTCTime(seconds: start.seconds + 10),
            amounts: [
                RegisterAmount(name: "energy_import_kwh", value: FixedPoint(77, decimals: 3))
            ])
        return ExportedRow(row: row, unseen: gap)
    }

    @Test func `CSV has a head, both clocks, the quality and what went by unseen`() throws {
        let house = try Household()
        let exported = row(house)
        let writer = CSVWriter(ExportColumns([exported.row]), calendar: house.calendar)
        let text = String(decoding: writer.head + writer.line(exported), as: UTF8.self)
        #expect(
            text
                == "meter,start_utc,end_utc,start_local,end_local,quality,telegrams,"
                + "energy_import_kwh_start,energy_import_kwh_end,energy_import_kwh_difference,"
                + "volume_l_min,volume_l_mean,volume_l_max,volume_l_last,volume_l_gain,volume_l_use,"
                + "unseen_from_utc,unseen_to_utc,energy_import_kwh_unseen\r\n"
                + "flat-1,2026-10-24T23:00:00Z,2026-10-24T23:15:00Z,2026-10-25T01:00:00+02:00,"
                + "2026-10-25T01:15:00+02:00,partial,42,25653.000,25653.120,0.120,"
                + "4162,4163,4163,4163,1,0,2026-10-24T22:00:00Z,2026-10-24T23:00:10Z,0.077\r\n")
    }

    @Test func `what the meter did not say is empty, never zero`() throws {
        let house = try Household()
        let exported = row(house)
        let writer = CSVWriter(ExportColumns([exported.row]), calendar: house.calendar)
        let missing = SeriesRow(meter: house.meter, period: exported.row.period)
        let line = String(
            decoding: writer.line(ExportedRow(row: missing, unseen: nil)), as: UTF8.self)
        #expect(line.hasSuffix("+02:00,missing,0,,,,,,,,,,,,\r\n"))
        #expect(line.count(where: { $0 == "," }) == 18)
    }

    @Test func `JSON is an array of valid objects with exact numbers`() throws {
        let house = try Household()
        let text = String(
            decoding: JSONRows(calendar: house.calendar).object(row(house)), as: UTF8.self)
        #expect(
            text
                == #"{"meter":"flat-1","start":"2026-10-24T23:00:00Z","end":"2026-10-24T23:15:00Z","#
                + #""start_local":"2026-10-25T01:00:00+02:00","end_local":"2026-10-25T01:15:00+02:00","#
                + #""quality":"partial","telegrams":42,"registers":{"energy_import_kwh":"#
                + #"{"start":25653.000,"end":25653.120,"difference":0.120}},"samples":{"volume_l":"#
                + #"{"min":4162,"mean":4163,"max":4163,"last":4163,"gain":1,"use":0}},"#
                + #""unseen":{"from":"2026-10-24T22:00:00Z","to":"2026-10-24T23:00:10Z","#
                + #""energy_import_kwh":0.077}}"#)
        #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(text.utf8))
        }
    }
}

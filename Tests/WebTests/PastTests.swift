// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Readings
import Series
import Testing

@testable import Web

extension ServerTests {
    /// Questions about the past.
    @Suite struct PastTests {
        private let start: UTCTime

        init() throws { start = try #require(UTCTime(iso8601: "2026-01-30T09:00:00Z")) }

        @Test func `a series has columns of one length, and null where nothing is known`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                // Half an hour, a silence of an hour, half an hour; a telegram each ten seconds.
                let flat = try MeterID.named("flat-1")
                let moments = (1...180).map { start.plus(Int64($0) * 10) }
                try await server.store.fill(
                    flat, moments + moments.map { $0.plus(5_400) }, watts: { Int64($0) })
                let series = try await server.get(
                    "/api/v1/meters/flat-1/series?from=2026-01-30T09:00:00Z&to=2026-01-30T12:00:00Z"
                ).json
                #expect(series["joined"] as? Int == 1)
                let starts = try #require(series["start"] as? [String])
                #expect(starts.first == "2026-01-30T09:00:00Z")
                #expect(starts.count == 8)
                let quality = try #require(series["quality"] as? [String])
                #expect(Array(quality[2...5]) == Array(repeating: "missing", count: 4))
                let values = try #require(series["values"] as? [String: [String: [Any]]])
                let power = try #require(values["power_import_kw"])
                #expect(Set(power.keys) == ["mean", "min", "max", "last"])
                #expect(power.values.allSatisfy { $0.count == 8 })
                #expect(power["max"]?[0] as? Double == 0.089)
                #expect(power["max"]?[2] is NSNull)
                #expect(values["energy_import_kwh"]?["difference"]?.count == 8)
                let gaps = try await server.get(
                    "/api/v1/meters/flat-1/gaps?from=2026-01-30T00:00:00Z&to=2026-02-01T00:00:00Z")
                #expect(gaps.text.contains("\"amounts\":{\"energy_import_kwh\":0.001}"))
            }
        }

        @Test func `numbers of a series have the digits that the meter sent, zeros too`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                // A quarter of an hour of nothing, then one of 20 W.
                try await server.store.fill(
                    flat, (1...181).map { start.plus(Int64($0) * 10) },
                    watts: { $0 < 90 ? 0 : 20 })
                let range = "from=2026-01-30T09:00:00Z&to=2026-01-30T09:30:00Z"
                let series = try await server.get(
                    "/api/v1/meters/flat-1/series?\(range)&quantities=power_import_kw,energy_import_kwh"
                ).text
                #expect(series.contains("\"mean\":[0.000,0.020]"))
                #expect(series.contains("\"min\":[0.000,0.020]"))
                #expect(series.contains("\"max\":[0.000,0.020]"))
                #expect(series.contains("\"last\":[0.000,0.020]"))
                #expect(series.contains("\"difference\":[0.089,0.090]"))
            }
        }

        @Test func `joined neighbours keep the least and the greatest, and the sum of the energy`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(
                    flat, (1...1_080).map { start.plus(Int64($0) * 10) },
                    watts: { $0 == 500 ? 9_999 : $0 == 900 ? 1 : 500 })
                let range = "from=2026-01-30T09:00:00Z&to=2026-01-30T12:00:00Z&resolution=minute"
                let series = try await server.get(
                    "/api/v1/meters/flat-1/series?\(range)&points=7&quantities=power_import_kw,energy_import_kwh"
                ).json
                #expect(series["joined"] as? Int == 26)
                #expect((series["start"] as? [String])?.count == 7)
                let values = try #require(series["values"] as? [String: [String: [Double]]])
                #expect(Set(values.keys) == ["power_import_kw", "energy_import_kwh"])
                #expect(values["power_import_kw"]?["max"]?.max() == 9.999)
                #expect(values["power_import_kw"]?["min"]?.min() == 0.001)
                let energy = try #require(values["energy_import_kwh"]?["difference"]).reduce(0, +)
                #expect(abs(energy - 1.079) < 0.0005)
            }
        }

        @Test
        func `H10 ten years of quarter-hours come as two thousand points at most, or not at all`()
            async throws
        {
            try await TestedServer.run(change: { $0.questionTime = .seconds(2) }) { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                let years = start.plus(-10 * 365 * 86_400)
                try await server.store.fill(flat, [years, years.plus(10), start, start.plus(10)])
                let path =
                    "/api/v1/meters/flat-1/series?from=2016-01-01T00:00:00Z&to=2026-02-01T00:00:00Z"
                for resolution in ["quarter-hour", "hour", "day", "month"] {
                    let begin = ContinuousClock.now
                    let answer = try await server.get(
                        "\(path)&resolution=\(resolution)&points=2000")
                    let time = ContinuousClock.now - begin
                    let points = (answer.json["start"] as? [String])?.count
                    print(
                        "H10 ten years by \(resolution): \(answer.status), \(points ?? 0) points, \(time)"
                    )
                    #expect(time < .seconds(10))
                    if answer.status == 200 {
                        #expect((1...2_000).contains(points ?? 0))
                    } else {
                        #expect(answer.status == 503)
                        #expect((answer.json["detail"] as? String)?.contains("coarser") == true)
                    }
                    if resolution == "month" { #expect(answer.status == 200) }
                }
            }
        }

        @Test func `H10 a question that takes too long is given up`() async throws {
            try await TestedServer.run(change: { $0.questionTime = .zero }) { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, [start, start.plus(10)])
                let answer = try await server.get(
                    "/api/v1/meters/flat-1/series?from=2026-01-30T00:00:00Z&to=2026-01-31T00:00:00Z"
                )
                #expect(answer.status == 503)
                #expect(answer.headers["retry-after"] != nil)
            }
        }

        @Test func `events come newest first with their facts`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.note([
                    RecordedEvent(
                        meter: flat, time: start, kind: "gap_closed", facts: "{\"missed\":3}"),
                    RecordedEvent(meter: flat, time: start.plus(60), kind: "replay", facts: "{}"),
                ])
                let events = try #require(
                    try await server.get("/api/v1/meters/flat-1/events").json["events"]
                        as? [[String: Any]])
                #expect(events.map { $0["event"] as? String } == ["replay", "gap_closed"])
                #expect(events[1]["facts"] as? [String: Int] == ["missed": 3])
            }
        }

        @Test(arguments: [
            "/api/v1/meters/flat-1/series?from=2026-01-30T09:10:00Z&to=2026-01-30T09:10:00Z",
            "/api/v1/meters/flat-1/series?from=2099-01-30T09:10:00Z",
            "/api/v1/meters/flat-1/gaps?from=2026-01-30T09:10:00Z&to=2026-01-30T09:10:00Z",
            "/api/v1/export.csv?meter=flat-1&from=2026-01-30T09:10:00Z&to=2026-01-30T09:10:00Z",
        ])
        func `a stretch without time has an empty answer`(path: String) async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, (1...180).map { start.plus(Int64($0) * 10) })
                let answer = try await server.get(path)
                #expect(answer.status == 200)
                #expect(
                    !answer.text.contains("2026-01-30T09:0") || answer.text.contains("\"start\":[]")
                )
            }
        }

        @Test(arguments: [
            "series?from=2026-01-30T09:10:00Z&to=2026-01-30T09:05:00Z",
            "gaps?from=2026-01-30T09:10:00Z&to=2026-01-30T09:05:00Z",
            "telegrams?from_counter=5&to_counter=4",
        ])
        func `a stretch that ends before it begins is refused, with what to do`(question: String)
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let answer = try await server.get("/api/v1/meters/flat-1/\(question)")
                #expect(answer.status == 400)
                let detail = try #require(answer.json["detail"] as? String)
                #expect(detail.hasSuffix("; swap them."))
            }
        }

        @Test(arguments: ["minute", "month"])
        func `a range that would begin before the year 0 begins with it`(resolution: String)
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let first = "0000-01-01T00:00:00Z"
                let series = try await server.get(
                    "/api/v1/meters/flat-1/series?to=\(first)&resolution=\(resolution)"
                ).json
                #expect(series["from"] as? String == first)
                #expect(series["to"] as? String == first)
                #expect((series["start"] as? [Any])?.isEmpty == true)
                let gaps = try await server.get("/api/v1/meters/flat-1/gaps?to=\(first)")
                #expect(gaps.text == "{\"gaps\":[]}")
            }
        }

        @Test func `a quantity that never was is refused with those there are`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, (1...180).map { start.plus(Int64($0) * 10) })
                let path =
                    "/api/v1/meters/flat-1/series?from=2026-01-30T09:00:00Z&to=2026-01-30T10:00:00Z"
                let nope = try await server.get("\(path)&quantities=power_import_kw,nope")
                #expect(nope.status == 400)
                #expect(
                    nope.json["detail"] as? String
                        == "There is no quantity nope; there are energy_import_kwh, power_import_kw."
                )
                // What other meters have, this one may lack.
                let lacking = try await server.get("\(path)&quantities=power_export_kw")
                #expect(lacking.status == 200)
            }
        }

        @Test func `the meters that had a name come newest first with their registers`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, (1...180).map { start.plus(Int64($0) * 10) })
                let epochs = try #require(
                    try await server.get("/api/v1/meters/flat-1/epochs").json["epochs"]
                        as? [[String: Any]])
                #expect(epochs.count == 1)
                // A system title shows its end only.
                #expect(epochs[0]["equipment"] as? String == "…0001")
                #expect(epochs[0]["from"] as? String == "2026-01-30T09:00:10Z")
                #expect(epochs[0]["is_closed"] as? Bool == false)
                let opening = try #require(epochs[0]["opening"] as? [String: Double])
                let closing = try #require(epochs[0]["closing"] as? [String: Double])
                #expect(opening == ["energy_import_kwh": 0.001])
                #expect(closing == ["energy_import_kwh": 0.18])
                let none = try await server.get("/api/v1/meters/flat-2/epochs")
                #expect(none.text == "{\"epochs\":[]}")
            }
        }

        @Test(arguments: [("5341470000000001", false), ("5341470000000002", true), (nil, false)])
        func `a meter whose place another has taken is closed before the history knows it`(
            equipment: String?, isClosed: Bool
        ) async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, (1...180).map { start.plus(Int64($0) * 10) })
                server.live.hear(flat, watts: 500, equipment: equipment)
                let epochs = try #require(
                    try await server.get("/api/v1/meters/flat-1/epochs").json["epochs"]
                        as? [[String: Any]])
                #expect(epochs.map { $0["is_closed"] as? Bool } == [isClosed])
            }
        }

        @Test func `an export has a line for each period`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, (1...180).map { start.plus(Int64($0) * 10) })
                let answer = try await server.get(
                    "/api/v1/export.csv?meter=flat-1&resolution=minute"
                        + "&from=2026-01-30T09:00:00Z&to=2026-01-30T10:00:00Z")
                #expect(answer.headers["content-type"] == "text/csv; charset=utf-8")
                #expect(
                    answer.headers["content-disposition"]
                        == "attachment; filename=\"flat-1-minute.csv\"")
                let lines = answer.text.components(separatedBy: "\r\n")
                #expect(
                    lines[0]
                        == "meter,start_utc,end_utc,start_local,end_local,quality,telegrams,"
                        + "energy_import_kwh_start,energy_import_kwh_end,"
                        + "energy_import_kwh_difference,power_import_kw_min,power_import_kw_mean,"
                        + "power_import_kw_max,power_import_kw_last,unseen_from_utc,unseen_to_utc,"
                        + "energy_import_kwh_unseen")
                #expect(lines.count == 32)
                #expect(
                    lines[30].hasPrefix(
                        "flat-1,2026-01-30T09:29:00Z,2026-01-30T09:30:00Z,"
                            + "2026-01-30T10:29:00+01:00,2026-01-30T10:30:00+01:00,"))
            }
        }

        @Test func `an export says what went by unseen, and without rows has its columns`()
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                let moments = (1...180).map { start.plus(Int64($0) * 10) }
                try await server.store.fill(flat, moments + moments.map { $0.plus(5_400) })
                let path = "/api/v1/export.csv?meter=flat-1&resolution=quarter-hour"
                let answer = try await server.get(
                    "\(path)&from=2026-01-30T09:00:00Z&to=2026-01-30T12:00:00Z")
                let unseen = "2026-01-30T09:30:00Z,2026-01-30T10:30:10Z,0.001"
                let ends = answer.text.components(separatedBy: "\r\n").map { $0.hasSuffix(unseen) }
                #expect(ends.count(where: { $0 }) == 1)
                #expect(ends[7])
                let empty = try await server.get(
                    "\(path)&from=2026-01-30T09:10:00Z&to=2026-01-30T09:10:00Z")
                #expect(empty.text.hasPrefix("meter,start_utc,"))
                #expect(empty.text.hasSuffix("\r\n"))
            }
        }

        @Test func `an export travels compressed to those who understand it`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                // A day of minutes: three pages.
                try await server.store.fill(
                    flat, (1...1_440).map { start.plus(Int64($0) * 60) })
                let path =
                    "/api/v1/export.csv?meter=flat-1&resolution=minute"
                    + "&from=2026-01-30T09:00:00Z&to=2026-01-31T09:00:00Z"
                let plain = try await server.get(path)
                let packed = try await server.get(path, ["Accept-Encoding: gzip"])
                #expect(packed.headers["content-encoding"] == "gzip")
                #expect(packed.headers["vary"] == "Accept-Encoding")
                #expect(packed.body.count < plain.body.count / 3)
                #expect(Inflated.bytes(packed.body) == plain.body)
            }
        }

        @Test func `a question's time begins when its turn comes`() async throws {
            try await TestedServer.run(change: { $0.questionTime = .seconds(1) }) { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                try await server.store.fill(flat, [start, start.plus(10)])
                // Something slow is read first.
                async let slow: Void = server.store.reader.offload { _ throws(SeriesError) in
                    let end = ContinuousClock.now + .milliseconds(1_200)
                    while ContinuousClock.now < end {}
                }
                let answer = try await server.get(
                    "/api/v1/meters/flat-1/series?from=2026-01-30T00:00:00Z&to=2026-01-31T00:00:00Z"
                )
                #expect(answer.status == 200)
                try await slow
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import Readings
import Testing

@testable import Web

/// The small parts, one by one.
@Suite struct PieceTests {
    @Test func `dates are written as HTTP wants them`() {
        #expect(HTTPDate.text(UTCTime(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(UTCTime(seconds: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T12:00Z", 1_795_348_800_000),
        ("2024-02-29T23:59:59.5Z", 1_709_251_199_500), ("1969-12-31T23:59:59Z", -1_000),
    ])
    func `times are read`(text: String, milliseconds: Int64) {
        #expect(UTCTime(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00:00+01:00",
        "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T12:60:00Z", "2026-11-22T12:00:00.Z", "2026-11-22T12:00:00ZZ",
        " 2026-11-22T12:00:00Z", "２026-11-22T12:00:00Z",
    ])
    func `what is no time is none`(text: String) {
        #expect(UTCTime(iso8601: text) == nil)
    }

    @Test func `missed frames are counted by minutes`() {
        var minutes = MissedMinutes()
        let start = UTCTime(seconds: 600_000)
        minutes.take(100, at: start)
        #expect(minutes.counts(at: start) == [0])
        minutes.take(103, at: start.plus(59))
        minutes.take(105, at: start.plus(120))
        #expect(minutes.counts(at: start.plus(180)) == [3, 0, 2, 0])
        // Another epoch begins to count anew; the clock is set back.
        minutes.take(1, at: start.plus(60))
        minutes.take(2, at: start.plus(60))
        #expect(minutes.counts(at: start.plus(120)) == [3, 0, 3])
        #expect(minutes.counts(at: start.plus(86_400)) == [UInt32](repeating: 0, count: 60))
    }

    @Test func `joules are exact, and absent where they do not fit`() {
        #expect(
            FixedPoint(24_121_813, decimals: 3).joulesFromKilowattHours?.description
                == "86838526800")
        #expect(FixedPoint(1, decimals: 6).joulesFromKilowattHours?.description == "3.6")
        #expect(FixedPoint(.max).joulesFromKilowattHours == nil)
    }

    @Test func `every file of the page is compiled in`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Web/Assets").resolvingSymlinksInPath()
        let library = AssetLibrary()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            // Whole files are no message.
            let isSame = library.asset(name)?.bytes == Array(bytes)
            #expect(isSame, "\(name) is not in web_assets.c")
        }
        #expect(library.asset("openapi.json") != nil)
        #expect(library.asset("nothing.js") == nil)
    }

    @Test func `the document lists every path, and no other`() throws {
        let bytes = try #require(AssetLibrary().asset("openapi.json")?.bytes)
        let document = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: Any]])
        let flat = try MeterID.named("flat-1")
        var routes: Set<Route> = []
        for (path, methods) in paths {
            let route = try #require(
                Route(path.replacingOccurrences(of: "{id}", with: flat.text)[...]), "\(path)")
            routes.insert(route)
            let get = try #require(methods["get"] as? [String: Any])
            let parameters = (get["parameters"] as? [[String: Any]] ?? []).compactMap { parameter in
                (parameter["name"] as? String)
                    ?? (parameter["$ref"] as? String)?.split(separator: "/").last?.lowercased()
            }
            #expect(Set(parameters).subtracting(["id"]) == Set(route.parameters ?? []), "\(path)")
        }
        var expected: Set<Route> = [
            .overview, .gateway, .meters, .meter(flat), .export, .stream, .alive, .ready, .metrics,
            .file("openapi.json"),
        ]
        for part in Route.Part.allCases { expected.insert(.part(part, flat)) }
        #expect(routes == expected)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Readings
import Series
import Testing

@testable import Web

extension ServerTests {
    /// What is answered.
    @Suite struct AnswerTests {
        @Test func `the overview has gateway, meters, sensors and totals`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                server.source.change { $0.lastError = "flat-1: the port is lost" }
                let overview = try await server.get("/api/v1/overview").json
                let gateway = try #require(overview["gateway"] as? [String: Any])
                #expect(gateway["version"] as? String == "1.2.3")
                #expect(gateway["meters_online"] as? Int == 2)
                #expect(gateway["last_error"] as? String == "flat-1: the port is lost")
                let totals = try #require(overview["totals"] as? [String: Any])
                #expect(totals["power_import_kw"] as? Double == 1)
                #expect(totals["power_net_kw"] as? Double == 1)
                #expect(totals["meters"] as? Int == 2)
                let meters = try #require(overview["meters"] as? [[String: Any]])
                #expect(meters.map { $0["id"] as? String } == ["flat-1", "flat-2"])
                let sensors = try #require(overview["sensors"] as? [[String: Any]])
                let ranges = sensors.first?["ranges"] as? [String: [String: Int]]
                #expect(ranges == ["volume_l": ["minimum": 0, "maximum": 10_443]])
            }
        }

        @Test func `the gateway says what the history lost, and how the server gets on`()
            async throws
        {
            try await TestedServer.run { server in
                server.source.change { facts in
                    facts.droppedHistory = 7
                    facts.store.historyLagSeconds = 61
                    facts.web = WebCondition(.ok, since: UTCTime(seconds: 1_700_000_000))
                }
                let gateway = try await server.get("/api/v1/gateway").json
                #expect(gateway["dropped_history"] as? Int == 7)
                let web = try #require(gateway["web"] as? [String: Any])
                #expect(web["wrong_tokens"] as? Int == 0)
                #expect(
                    web.filter { $0.key != "wrong_tokens" } as? [String: String] == [
                        "state": "online", "code": "ok", "hint": "",
                        "since": "2023-11-14T22:13:20Z",
                    ])
                let metrics = try await server.get("/metrics").text
                #expect(metrics.contains("meter_gateway_history_dropped_total 7\n"))
                #expect(metrics.contains("meter_gateway_history_lag_seconds 61\n"))
                let store = try #require(gateway["store"] as? [String: Any])
                #expect(store["history_lag_s"] as? Int == 61)
            }
        }

        @Test func `a meter that is offline is in no total`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                server.live.judge(try .named("flat-2"), isAvailable: false)
                let totals =
                    try await server.get("/api/v1/overview").json["totals"] as? [String: Any]
                #expect(totals?["power_import_kw"] as? Double == 0.5)
                #expect(totals?["meters"] as? Int == 1)
            }
        }

        @Test func `a plug that is pulled takes no energy back from the building's day`()
            async throws
        {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.furnish()
                let now = UTCTime.now()
                for number in 1...2 {
                    try await server.store.fill(
                        try .named("flat-\(number)"), (0..<3).map { now.plus(Int64($0) - 3) },
                        title: "534147000000000\(number)")
                }
                func totals() async throws -> [String: Any] {
                    try #require(
                        try await server.get("/api/v1/overview").json["totals"] as? [String: Any])
                }
                let before = try await totals()
                #expect(before["energy_import_today_kwh"] as? Double == 13.388)
                server.live.judge(try .named("flat-2"), isAvailable: false)
                let after = try await totals()
                #expect(after["energy_import_today_kwh"] as? Double == 13.388)
                #expect(after["power_import_kw"] as? Double == 0.5)
                // What flat 2 takes from now on, nobody sees.
                #expect(after["energy_today_is_whole"] as? Bool == false)
            }
        }

        @Test(arguments: [(true, true), (false, false)])
        func `the energy of a day is whole if the meter was heard across midnight`(
            isHeardBefore: Bool, isWhole: Bool
        ) async throws {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.configure([
                    MeterProfile(id: .named("flat-1"), name: "Flat 1", kind: .meter)
                ])
                let flat = try MeterID.named("flat-1")
                server.live.hear(flat, watts: 500)
                server.live.judge(flat)
                let now = UTCTime.now()
                let midnight = server.store.reader.calendar.period(.day, at: now).start
                // A telegram each minute, from before midnight or from after it.
                let first = midnight.plus(isHeardBefore ? -600 : 1)
                let count = Int(now.seconds - first.seconds) / 60
                try await server.store.fill(flat, (0...count).map { first.plus(Int64($0) * 60) })
                let overview = try await server.get("/api/v1/overview").json
                let meters = try #require(overview["meters"] as? [[String: Any]])
                let today = try #require(meters[0]["today"] as? [String: Any])
                #expect(today["is_whole"] as? Bool == isWhole)
                let totals = try #require(overview["totals"] as? [String: Any])
                #expect(totals["energy_today_is_whole"] as? Bool == isWhole)
            }
        }

        @Test func `the gateway says how mail is getting on, where mail is sent`() async throws {
            try await TestedServer.run { server in
                #expect(try await server.get("/api/v1/gateway").json["mail"] == nil)
                #expect(!(try await server.get("/metrics").text.contains("mail_pending")))
                server.source.change { facts in
                    var mail = GatewayFacts.Mail()
                    mail.pending = 2
                    mail.lastError = "msmtp ended with 69"
                    mail.failedAt = UTCTime(seconds: 1_700_000_000)
                    facts.mail = mail
                }
                let gateway = try await server.get("/api/v1/gateway").json
                let mail = try #require(gateway["mail"] as? [String: Any])
                #expect(mail["pending"] as? Int == 2)
                #expect(mail["sent"] as? Int == 0)
                #expect(mail["dropped"] as? Int == 0)
                #expect(mail["last_error"] as? String == "msmtp ended with 69")
                #expect(mail["failed_at"] as? String == "2023-11-14T22:13:20Z")
                let metrics = try await server.get("/metrics").text
                #expect(metrics.contains("meter_gateway_mail_pending 2\n"))
                #expect(metrics.contains("meter_gateway_mail_dropped_total 0\n"))
            }
        }

        @Test func `today's energy is that of the rows and what came since`() async throws {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                let now = UTCTime.now()
                try await server.store.fill(flat, (0..<3).map { now.plus(Int64($0) - 3) })
                // The register stands at 0.003 kWh in the store and at 6.695 on the line.
                let today =
                    try await server.get("/api/v1/meters/flat-1").json["today"] as? [String: Any]
                let energy = try #require(today?["energy_import_kwh"] as? Double)
                #expect(abs(energy - 6.694) < 0.0005)
            }
        }

        @Test func `the latest readings are exact and flat`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let text = try await server.get("/api/v1/meters/flat-1/latest").text
                #expect(text.contains("\"energy_import_kwh\":6.695,"))
                #expect(text.contains("\"gas_m3\":12.345"))
                #expect(text.contains("\"authentication\":\"verified\""))
            }
        }

        @Test func `a telegram comes line by line`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                let flat = try MeterID.named("flat-1")
                var line = DecodedTelegram.Line(code: "1-0:1.8.0", values: ["000006.695*kWh"])
                line.name = "energy_import_kwh"
                line.meaning = "Energy taken from the grid since installation."
                line.unit = "kWh"
                line.value = .number(FixedPoint(6_695, decimals: 3))
                server.source.set(
                    DecodedTelegram(
                        latest: LatestReadings(received: .now(), readings: []),
                        header: "/Lux5\\253663629_D", checksum: "valid",
                        identity: "SAG1030700114004",
                        lines: [line, .init(code: "9-9:9.9.9", values: ["\u{1}<b>"])]),
                    of: flat)
                let telegram = try await server.get("/api/v1/meters/flat-1/telegram").json
                let lines = try #require(telegram["lines"] as? [[String: Any]])
                #expect(lines[0]["meaning"] as? String == line.meaning)
                #expect(lines[0]["value"] as? Double == 6.695)
                #expect(lines[1]["values"] as? [String] == ["\u{1}<b>"])
                #expect(lines[1]["name"] is NSNull)
                #expect(try await server.get("/api/v1/meters/flat-2/telegram").status == 204)
            }
        }

        @Test func `who has an answer already gets only a 304`() async throws {
            try await TestedServer.run { server in
                try server.live.furnish()
                for path in ["/api/v1/meters/flat-1/latest", "/openapi.json"] {
                    let first = try await server.get(path)
                    let tag = try #require(first.headers["etag"])
                    let again = try await server.get(path, ["If-None-Match: \"x\", \(tag)"])
                    #expect(again.status == 304)
                    #expect(again.body.isEmpty)
                    #expect(again.headers["etag"] == tag)
                    #expect(try await server.get(path, ["If-None-Match: \"x\""]).status == 200)
                }
            }
        }

        @Test func `long answers travel compressed to those who understand it`() async throws {
            try await TestedServer.run { server in
                for path in ["/openapi.json", "/api/v1/overview"] {
                    try server.live.furnish(names: Array(repeating: "A flat", count: 9))
                    let plain = try await server.get(path)
                    #expect(plain.headers["content-encoding"] == nil)
                    let packed = try await server.get(path, ["Accept-Encoding: br, gzip;q=0.8"])
                    #expect(packed.headers["content-encoding"] == "gzip")
                    #expect(packed.headers["vary"] == "Accept-Encoding")
                    #expect(packed.body.count < plain.body.count / 3)
                    #expect(Inflated.bytes(packed.body)?.count == plain.body.count)
                    let refused = try await server.get(path, ["Accept-Encoding: gzip;q=0"])
                    #expect(refused.headers["content-encoding"] == nil)
                }
            }
        }

        @Test func `a link to the page may carry what others append to it`() async throws {
            try await TestedServer.run { server in
                let page = try await server.get("/?fbclid=abc&x=1&x=2")
                #expect(page.status == 200)
                #expect(page.text.hasPrefix("<!doctype html>"))
                #expect(try await server.get("/api/v1/meters?fbclid=abc").status == 400)
            }
        }

        @Test func `HEAD answers like GET without the body`() async throws {
            try await TestedServer.run { server in
                let head = try await server.get("/openapi.json", method: "HEAD")
                let all = try await server.get("/openapi.json")
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                #expect(head.headers["content-length"] == "\(all.body.count)")
            }
        }

        @Test(arguments: [
            ("/api/v1/meters/nobody", 404), ("/api/v1/meters/flat-1/series?points=0", 400),
            ("/api/v1/meters/flat-1/series?points=2001", 400),
            ("/api/v1/meters/flat-1/series?resolution=week", 400),
            ("/api/v1/meters/flat-1/series?from=yesterday", 400),
            ("/api/v1/meters/flat-1/series?from=2026-02-30T00:00:00Z", 400),
            ("/api/v1/meters/flat-1/series?from=%zz", 400),
            ("/api/v1/meters/flat-1/series?a=1", 400),
            ("/api/v1/meters/flat-1/series?points=1&points=2", 400),
            ("/api/v1/meters/flat-1/series?quantities=a,,b", 400),
            ("/api/v1/meters/flat-1/events?limit=-1", 400),
            ("/api/v1/meters/flat-1/telegrams?to_counter=4294967296", 400),
            ("/api/v1/export.csv", 400), ("/api/v1/export.csv?meter=../x", 400),
            ("/api/v1/export.csv?meter=nobody", 404), ("/api/v1/gateway?x", 400), ("/nothing", 404),
        ])
        func `what is wrong with a question is said as a problem`(path: String, status: Int)
            async throws
        {
            try await TestedServer.run { server in
                try server.live.furnish()
                let answer = try await server.get(path)
                #expect(answer.status == status)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.json["status"] as? Int == status)
                #expect((answer.json["detail"] as? String)?.hasSuffix(".") == true)
            }
        }

        @Test func `readiness follows store and broker`() async throws {
            try await TestedServer.run { server in
                let well = try await server.get("/readyz")
                #expect(well.text == "ok\n")
                server.source.change { $0.broker.isConnected = false }
                #expect(try await server.get("/readyz").status == 503)
                #expect(try await server.get("/healthz").status == 200)
                server.source.change {
                    $0.broker.isConnected = true
                    $0.store.isStoring = false
                }
                #expect(try await server.get("/readyz").status == 503)
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import History
import Readings
import Series
import TestSupport
import Testing

@testable import Web

extension ServerTests {
    /// The day so far: what stands in the store, and what came since.
    @Suite struct DayTests {
        @Test func `a meter that is not read any more keeps what it had counted today`()
            async throws
        {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.furnish(names: ["Flat 1"])
                let flat = try MeterID.named("flat-1")
                let now = UTCTime.now()
                let midnight = server.store.reader.calendar.period(.day, at: now).start
                try await server.store.fill(flat, (-10...60).map { midnight.plus($0 * 60) })
                server.live.configure([
                    MeterProfile(id: flat, name: "Flat 1", kind: .meter, isEnabled: false)
                ])
                let overview = try await server.get("/api/v1/overview").json
                let meters = try #require(overview["meters"] as? [[String: Any]])
                #expect(meters[0]["state"] as? String == "disabled")
                let today = try #require(meters[0]["today"] as? [String: Any])
                #expect(today["energy_import_kwh"] is Double)
                #expect(today["is_whole"] as? Bool == false)
                let curve = try #require(today["curve"] as? [String: Any])
                #expect((curve["start"] as? [String])?.isEmpty == false)
                // It is no part of the house's sums.
                let totals = try #require(overview["totals"] as? [String: Any])
                #expect(totals["energy_import_today_kwh"] is NSNull)
                #expect(totals["meters"] as? Int == 0)
            }
        }

        @Test(arguments: [true, false])
        func `an exchanged meter's register is not counted on from that of the old one`(
            isSame: Bool
        ) async throws {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.furnish(names: ["Flat 1"])
                let flat = try MeterID.named("flat-1")
                let title = "5341470000000001"
                // From ten minutes before midnight, a telegram and a watt-hour each minute.
                let now = UTCTime.now()
                let midnight = server.store.reader.calendar.period(.day, at: now).start
                let minutes = (now.seconds - midnight.seconds) / 60
                try await server.store.fill(
                    flat, (-10...minutes).map { midnight.plus($0 * 60) }, title: title)
                // The register stood at 0.011 kWh at midnight, and stands at 6.695 on the line.
                server.live.hear(
                    flat, watts: 500, equipment: isSame ? title : "5341470000000002")
                let energy = isSame ? 6.684 : Double(minutes) / 1_000
                let overview = try await server.get("/api/v1/overview").json
                let meters = try #require(overview["meters"] as? [[String: Any]])
                let today = try #require(meters[0]["today"] as? [String: Any])
                let told = try #require(today["energy_import_kwh"] as? Double)
                #expect(abs(told - energy) < 0.0005)
                #expect(today["is_whole"] as? Bool == isSame)
                let totals = try #require(overview["totals"] as? [String: Any])
                #expect(totals["energy_import_today_kwh"] as? Double == told)
                #expect(totals["energy_today_is_whole"] as? Bool == isSame)
            }
        }

        @Test func `a register that begins anew today leaves the day not whole`() async throws {
            try await TestedServer.run(zone: TestedStore.noonZone) { server in
                try server.live.furnish(names: ["Flat 1"])
                let flat = try MeterID.named("flat-1")
                let now = UTCTime.now()
                let midnight = server.store.reader.calendar.period(.day, at: now).start
                let minutes = (now.seconds - midnight.seconds) / 60
                // From 7 kWh on, above what the line says.
                try await server.store.fill(
                    flat, (-10...minutes).map { midnight.plus($0 * 60) }, startingAt: 7_000)
                let meter = try await server.get("/api/v1/meters/flat-1").json
                let today = try #require(meter["today"] as? [String: Any])
                let told = try #require(today["energy_import_kwh"] as? Double)
                #expect(abs(told - Double(minutes) / 1_000) < 0.0005)
                #expect(today["is_whole"] as? Bool == false)
            }
        }

        @Test func `who asks while the day is being read gets it too`() async throws {
            let folder = try TemporaryFolder()
            let store = try await TestedStore(folder.path, zone: TestedStore.noonZone)
            let flat = try MeterID.named("flat-1")
            let now = UTCTime.now()
            try await store.fill(flat, (0..<60).map { now.plus(Int64($0) - 60) })
            let book = DayBook(store.reader)
            let days = await withTaskGroup(of: Int.self) { tasks in
                for _ in 0..<6 { tasks.addTask { await book.days(of: [flat], now: now).count } }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(days == [1, 1, 1, 1, 1, 1])
            await store.log.stop()
        }

        @Test func `a store that could not be read is asked again soon, and what was read is kept`()
            async throws
        {
            let folder = try TemporaryFolder()
            let store = try await TestedStore(folder.path, zone: TestedStore.noonZone)
            let flat = try MeterID.named("flat-1")
            let now = UTCTime.now()
            try await store.fill(flat, (0..<60).map { now.plus(Int64($0) - 60) })
            let book = DayBook(store.reader)
            let start = ContinuousClock.now
            #expect(await book.days(of: [flat], now: now, at: start).count == 1)
            await store.log.stop()
            let files = FileManager.default
            let database = folder.path + "/telegrams.db"
            try files.moveItem(atPath: database, toPath: database + ".away")
            #expect(await book.days(of: [flat], now: now, at: start + .seconds(61)).count == 1)
            try files.moveItem(atPath: database + ".away", toPath: database)
            // A meter that is new makes the book look again, the rest after a failure is over.
            let shop = try MeterID.named("shop")
            #expect(
                await book.days(of: [flat, shop], now: now, at: start + .seconds(64)).count == 1)
        }

        @Test func `without a store the first look is empty, and the next one is not`() async throws
        {
            let folder = try TemporaryFolder()
            let calendar = try #require(PeriodCalendar(TestedStore.noonZone))
            let book = DayBook(SeriesReader(directory: folder.path, calendar: calendar))
            let flat = try MeterID.named("flat-1")
            let now = UTCTime.now()
            let start = ContinuousClock.now
            #expect(await book.days(of: [flat], now: now, at: start).isEmpty)
            let store = try await TestedStore(folder.path, zone: TestedStore.noonZone)
            try await store.fill(flat, (0..<60).map { now.plus(Int64($0) - 60) })
            #expect(await book.days(of: [flat], now: now, at: start + .seconds(1)).isEmpty)
            #expect(await book.days(of: [flat], now: now, at: start + .seconds(2)).count == 1)
            await store.log.stop()
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import History
import Readings
import Series
import TestSupport
import Testing

/// A gateway that was killed says so when it starts again.
@Suite struct UncleanStartTests {
    private func told(_ house: House) -> [JSONValue] {
        house.payloads("meters/flat-1/event").filter { $0["event"] == .text("unclean_start") }
    }

    @Test
    func `D5 P4 a start after a kill is an event of each meter, one after a clean end is not`()
        async throws
    {
        let house = try await House.one(every: "300ms")
        let killed = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        killed.send(SIGKILL)
        _ = await killed.waitForEnd()
        #expect(told(house) == [], "a first start follows nothing")

        let next = try await house.startGateway()
        #expect(
            await house.tells("meters/flat-1/event") { $0["event"] == .text("unclean_start") })
        #expect(told(house).first?["time"]?.written != nil)
        #expect(await house.stop(next) == 0)

        let count = house.telegrams("flat-1").count
        let clean = try await house.startGateway()
        #expect(await house.hears("flat-1", count + 2))
        #expect(await house.stop(clean) == 0)
        #expect(told(house).count == 1)
        let reader = SeriesReader(
            directory: house.path("state"), calendar: try #require(PeriodCalendar("Etc/UTC")))
        let flat = try #require(MeterID("flat-1"))
        let kept = try await reader.offload { (reader) throws(SeriesError) in
            try reader.events(flat)
        }
        reader.close()
        #expect(kept.count { $0.kind == "unclean_start" } == 1, "the page shows it")
    }
}

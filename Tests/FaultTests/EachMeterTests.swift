// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Readings
import TestSupport
import Testing

@testable import Gateway

/// What concerns every meter concerns those that there are when it happens.
@Suite struct EachMeterTests {
    @Test func `D6 P3 a check that fails after a reload is an event of the meters of that time`()
        throws
    {
        let ids = try ["flat-1", "flat-2", "flat-3"].map { try #require(MeterID($0)) }
        let summary = GatewaySummary(started: Moment.now())
        let events = StoreEvents()
        let told = Journal<MeterEvent>()
        events.onEachMeter(of: summary, told.append)
        summary.configure(meters: [ids[0], ids[1]], sensors: [])
        events.take(.uncleanStart)
        // flat-1 is taken out, flat-3 is new.
        summary.configure(meters: [ids[1], ids[2]], sensors: [])
        events.take(.checkFailed(detail: "a page of noise"))
        let lines = told.entries.map { "\($0.meter) \($0.kind.rawValue)" }
        #expect(
            lines == [
                "flat-1 unclean_start", "flat-2 unclean_start", "flat-2 check_failed",
                "flat-3 check_failed",
            ])
    }
}

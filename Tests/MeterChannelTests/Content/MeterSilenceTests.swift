// SPDX-License-Identifier: Apache-2.0
import Simulation
import Testing

@testable import MeterChannel

/// A meter of which nothing comes, or nothing that makes sense.
@Suite struct MeterSilenceTests: MeterBench {
    var meter: VirtualMeter
    var bench: ContentBench<MeterContent>

    init() throws { (meter, bench) = try Self.linked() }

    @Test
    mutating func
        `W30 a meter that falls silent goes offline after 35 s, and comes back with a telegram`()
        throws
    {
        bench.hear(try frame())
        bench.pass(.milliseconds(34_900))
        #expect(condition == .ok)
        bench.pass(.milliseconds(200))
        #expect(condition?.code == .silent)
        #expect(bench.statuses.last?.isAvailable == false)
        bench.hear(try frame())
        #expect(condition == .ok)
        #expect(bench.happenings.map(\.kind) == [.meterOnline, .meterOffline, .meterOnline])
    }

    @Test
    mutating func `S13 a meter whose port needs its plug pulled stays silent, and is told so`()
        throws
    {
        bench.hear(try frame())
        bench.pass(.seconds(36))
        #expect(condition?.code == .silent)
        #expect(condition?.hint.contains("unplug") == false)
        bench.link { $0.needsReplug = true }
        #expect(condition?.code == .silent)
        #expect(condition?.state == .offline)
        #expect(
            condition?.hint.hasSuffix(
                "stays silent: unplug the adapter and plug it in again.") == true)
        bench.link { $0.isRemote = true }
        bench.pass(.seconds(1))
        #expect(condition?.hint.hasSuffix("switch the network adapter off and on.") == true)
        bench.link { $0.needsReplug = false }
        bench.hear(try frame())
        #expect(condition == .ok)
    }

    @Test
    mutating func `S13 three intervals are the longest silence of a meter, once one is known`()
        throws
    {
        let seldom = try Self.bench(meter) { $0.interval = .seconds(7_200) }
        #expect(seldom.content.longestSilence == Duration.seconds(21_600).nanoseconds)
        #expect(bench.content.longestSilence == nil)
        for _ in 0..<5 {
            bench.pass(.seconds(1_799))
            bench.hear(try frame())
        }
        #expect(bench.content.longestSilence == Duration.seconds(5_400).nanoseconds)
    }

    @Test mutating func `W30 the interval is learnt from the telegrams`() throws {
        for _ in 0..<6 { bench.hear(try frame()) }
        bench.pass(.seconds(10))
        #expect(status.intervalMilliseconds == 1_000)
    }

    @Test mutating func `S8 noise without a frame is no_valid_frame after a minute`() {
        for _ in 0..<61 {
            bench.hear([0x00, 0xFF, 0x55])
            bench.pass(.seconds(1))
        }
        #expect(condition?.code == .noValidFrame)
        #expect(condition?.state == .degraded)
        #expect(bench.statuses.last?.isAvailable == false)
    }
}

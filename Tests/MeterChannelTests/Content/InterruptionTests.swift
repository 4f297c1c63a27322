// SPDX-License-Identifier: Apache-2.0
import Readings
import Simulation
import Testing

@testable import MeterChannel

/// Why frames before a telegram may be missing, as far as the port's reader saw it.
@Suite struct InterruptionTests: MeterBench {
    var meter: VirtualMeter
    var bench: ContentBench<MeterContent>

    init() throws {
        meter = try Self.sample()
        bench = try Self.bench(meter) { $0.interval = .seconds(10) }
        bench.link()
        bench.hear(try frame())
    }

    /// Hears the next telegram; what it says of the time before.
    private mutating func next() throws -> Interruption? {
        bench.hear(try frame())
        return try #require(bench.updates.last).interruption
    }

    @Test mutating func `telegrams that follow each other have no reason, and neither has a jump`()
        throws
    {
        #expect(try next() == nil)
        meter.skipCounters(5)
        #expect(try next() == nil)
    }

    @Test mutating func `W2 W4 a damaged frame, or one cut off, is a reason once`() throws {
        var damaged = try frame()
        damaged[100] ^= 1
        bench.hear(damaged)
        #expect(try next() == .damage)
        #expect(try next() == nil)
        bench.hear(Array(try frame().prefix(300)))
        bench.pass(.seconds(1))
        #expect(try next() == .damage)
    }

    @Test mutating func `S2 a lost port is the reason, whatever came damaged before`() throws {
        bench.hear(Array(try frame().prefix(300)))
        bench.link { $0.port = .lost }
        bench.pass(.seconds(30))
        bench.link()
        #expect(try next() == .portLost)
        #expect(try next() == nil)
    }

    @Test mutating func `W30 a pause of more than an interval and a half is silence`() throws {
        bench.pass(.seconds(12))
        #expect(try next() == nil)
        bench.pass(.seconds(20))
        #expect(try next() == .silence)
        #expect(try next() == nil)
    }

    @Test mutating func `W14 a replay is no reason for anything`() throws {
        let old = try frame()
        bench.hear(old)
        bench.hear(old)
        #expect(try next() == nil)
    }
}

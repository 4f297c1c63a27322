// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Readings
import Simulation
import Testing

@testable import MeterChannel

/// What a meter's frame counters prove: replays, gaps, other meters, the same meter twice.
@Suite struct MeterEpochTests: MeterBench {
    var meter: VirtualMeter
    var bench: ContentBench<MeterContent>

    init() throws {
        meter = try Self.sample()
        bench = try Self.bench(meter)
        bench.link()
    }

    /// Reads the meter on two ports; the second of them.
    private mutating func readTwice() throws -> ContentBench<MeterContent> {
        let claims = TitleClaims()
        var second = try Self.bench(meter, id: "flat-2", claims: claims)
        bench = try Self.bench(meter, claims: claims)
        bench.link()
        second.link()
        return second
    }

    @Test mutating func `W14 a replayed frame is refused, counted and noted`() throws {
        let bytes = try frame()
        bench.hear(bytes)
        bench.hear(bytes)
        let event = try #require(bench.happenings.last)
        #expect(event.kind == .replay)
        let counter = try #require(meter.nextCounter) - 1
        #expect(
            event.facts.map { "\($0.name)=\($0.text)" } == [
                "frame_counter=\(counter)", "replays=1",
            ])
        bench.pass(.seconds(10))
        #expect(status.counters.replays == 1)
        #expect(bench.updates.count == 1)
        #expect(condition == .ok, "one replay is no fault of the meter")
    }

    @Test mutating func `W14 P10 whoever replays frames without end gives one event each 10 s`()
        throws
    {
        let bytes = try frame()
        for _ in 0..<300 {
            bench.hear(bytes)
            bench.pass(.milliseconds(100))
        }
        #expect(bench.happenings.filter { $0.kind == .replay }.count == 3)
        bench.pass(.seconds(10))
        #expect(status.counters.replays == 299)
    }

    @Test
    mutating func `W15 ten frames below the floor are counter_regressed, the next above it is ok`()
        throws
    {
        for _ in 0..<12 { bench.hear(try frame()) }
        let ahead = meter
        meter.repeatCounters(12)
        for _ in 0..<10 { bench.hear(try frame()) }
        #expect(condition?.code == .counterRegressed)
        #expect(condition?.state == .degraded)
        meter = ahead
        bench.hear(try frame())
        #expect(condition == .ok)
        #expect(status.missed == 0)
    }

    @Test
    mutating func `W15 by order the counter begins anew amid a frame, and all else goes on`()
        throws
    {
        for _ in 0..<12 { bench.hear(try frame()) }
        meter.repeatCounters(8)
        let refused = try frame()
        bench.hear(refused)
        let half = try frame()
        bench.hear(Array(half.prefix(200)))
        bench.order { content in
            let floor = content.pipeline.floor
            content.pipeline.floor.take(ReplayFloor(), of: content.provedEpoch, since: floor)
        }
        bench.hear(Array(half.dropFirst(200)))
        #expect(bench.updates.count == 13, "the half frame is whole")
        bench.hear(refused)
        #expect(bench.updates.count == 13, "below what was accepted since")
        bench.hear(try frame())
        bench.pass(.seconds(10))
        #expect(bench.updates.count == 14)
        #expect(status.counters.telegrams == 14)
        #expect(status.counters.replays == 2)
        #expect(status.counters.noiseBytes == 0 && status.counters.truncated == 0)
        #expect(status.stored == 2, "the account begins anew with the counter")
        #expect(bench.happenings.filter { $0.kind == .meterOnline }.count == 1)
        #expect(condition == .ok)
    }

    @Test mutating func `W14 one forged counter never silences a meter`() throws {
        bench.hear(try frame())
        var forged = try frame()
        let counterAt = 14
        forged.replaceSubrange(counterAt..<(counterAt + 4), with: [0xFF, 0xFF, 0xFF, 0xFF])
        bench.hear(forged)
        bench.hear(try frame())
        bench.hear(try frame())
        bench.pass(.seconds(10))
        #expect(bench.updates.count == 3)
        #expect(condition == .ok)
        #expect(
            status.stored + (status.missed ?? 0) == 4,
            "the frame that the forgery replaced is missed")
        #expect(status.missed == 1)
    }

    @Test mutating func `W16 skipped counters are missed, exactly`() throws {
        bench.hear(try frame())
        meter.skipCounters(5)
        bench.hear(try frame())
        bench.pass(.seconds(10))
        #expect(status.stored == 2)
        #expect(status.missed == 5)
        #expect(status.missedWhileOff == 0)
    }

    @Test mutating func `W17 the last counter ends the meter, and traps nothing`() throws {
        bench.hear(try frame())
        meter.skipCounters(.max)
        bench.hear(try frame())
        #expect(condition?.code == .counterExhausted)
        #expect(condition?.state == .offline)
        #expect(bench.updates.count == 2)
    }

    @Test mutating func `W18 another meter under the same key is a new epoch`() throws {
        bench.hear(try frame())
        bench.hear(try frame())
        try meter.replace(at: bench.now.wall)
        bench.hear(try frame())
        #expect(bench.happenings.map(\.kind) == [.meterOnline], "the log tells of the other one")
        bench.pass(.seconds(10))
        #expect(status.stored == 1)
        #expect(status.missed == 0)
        #expect(status.identity == meter.identity.name)
    }

    @Test mutating func `W19 a meter on two ports is stored once and told on the second`() throws {
        var second = try readTwice()
        for _ in 0..<3 {
            let bytes = try frame()
            bench.hear(bytes)
            second.pass(.seconds(1))
            second.hear(bytes)
        }
        second.pass(.seconds(10))
        #expect(bench.updates.count == 3)
        #expect(second.updates.isEmpty)
        let status = try #require(second.statuses.last)
        #expect(status.condition.code == .duplicateMeter)
        #expect(status.condition.state == .degraded)
        #expect(status.meter?.counters.duplicates == 3)
    }

    @Test mutating func `W19 a meter that is only a duplicate is not available`() throws {
        var second = try readTwice()
        for _ in 0..<70 {
            let bytes = try frame()
            bench.hear(bytes)
            second.pass(.seconds(1))
            second.hear(bytes)
        }
        #expect(second.statuses.allSatisfy { !$0.isAvailable })
        #expect(second.codes == [.starting, .duplicateMeter])
        #expect(second.happenings.isEmpty)
        second.pass(.seconds(36))
        #expect(second.codes.last == .silent)
    }

    @Test mutating func `W19 W16 what came as a duplicate is not missed by the entry that goes on`()
        throws
    {
        var second = try readTwice()
        for _ in 0..<3 {
            let bytes = try frame()
            bench.hear(bytes)
            second.hear(bytes)
        }
        second.pass(.seconds(130))
        second.hear(try frame())
        second.pass(.seconds(10))
        #expect(second.updates.count == 1)
        let status = try #require(second.statuses.last?.meter)
        #expect(status.counters.duplicates == 3)
        #expect(status.stored == 1)
        #expect(status.missed == 0)
        #expect(second.statuses.last?.condition == .ok)
        #expect(second.statuses.last?.isAvailable == true)
    }

    @Test mutating func `W2 W15 garbage that looks like frames hides no regressed counter`() throws
    {
        for _ in 0..<12 { bench.hear(try frame()) }
        meter.repeatCounters(12)
        for _ in 0..<10 { bench.hear(try frame()) }
        #expect(condition?.code == .counterRegressed)
        var garbage = try frame()
        for number in 0..<5 {
            // Heads that were never sent: each names another meter.
            garbage[2] = UInt8(number)
            bench.hear(garbage)
            bench.pass(.seconds(3))
        }
        #expect(status.counters.tagErrors > 0)
        #expect(bench.codes == [.starting, .ok, .counterRegressed])
    }

    @Test mutating func `W2 W10 garbage that looks like frames is no wrong key`() throws {
        bench.hear(try frame())
        var garbage = try frame()
        for number in 0..<30 {
            garbage[2] = UInt8(number)
            bench.hear(garbage)
            bench.pass(.seconds(1))
        }
        #expect(status.counters.tagErrors > 20)
        #expect(!bench.codes.contains(.authFailed))
        garbage[2] = 99
        let strange = garbage
        for _ in 0..<2 {
            for _ in 0..<2 { bench.hear(strange) }
            bench.hear(try frame())
        }
        #expect(!bench.codes.contains(.authFailed), "a good frame begins the three anew")
        for count in 1...3 {
            bench.hear(strange)
            #expect(
                (condition?.code == .authFailed) == (count == 3),
                "another meter under another key: three times the same")
        }
    }

    @Test mutating func `W15 W30 a meter that falls silent is silent, whatever it said before`()
        throws
    {
        for _ in 0..<12 { bench.hear(try frame()) }
        meter.repeatCounters(12)
        for _ in 0..<10 { bench.hear(try frame()) }
        bench.pass(.seconds(36))
        #expect(bench.codes == [.starting, .ok, .counterRegressed, .silent])
    }

    @Test mutating func `W15 S2 a port that was opened again starts anew`() throws {
        for _ in 0..<12 { bench.hear(try frame()) }
        meter.repeatCounters(12)
        for _ in 0..<10 { bench.hear(try frame()) }
        bench.link {
            $0.port = .lost
            $0.portFault = .lost(.tcp(host: "127.0.0.1", port: 1))
        }
        bench.link {
            $0.port = .open
            $0.portFault = nil
        }
        #expect(bench.codes.suffix(3) == [.counterRegressed, .portLost, .starting])
        bench.pass(.seconds(36))
        #expect(bench.codes.last == .silent)
    }
}

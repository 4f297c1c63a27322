// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import Testing

@testable import MeterChannel

/// A sensor's lines go in, samples, raw lines and conditions come out.
@Suite struct SensorContentTests {
    private var bench: ContentBench<SensorContent>

    init() throws {
        bench = try Self.bench(.eachLine)
        bench.link()
    }

    static func bench(_ timing: SensorSettings.Timing) throws -> ContentBench<SensorContent> {
        let tank = SensorValueDefinition(
            name: "volume", unit: try #require(UnitSuffix("l")), source: "distance",
            formula: try Formula("(204.5 - x) * 51.07"), decimals: 0,
            minimum: FixedPoint(0), maximum: FixedPoint(10_443))
        return ContentBench(
            SensorContent(
                SensorSettings(
                    id: try #require(MeterID("rainwater")), port: "/dev/made-up", format: .mb7060,
                    timing: timing,
                    values: [SensorValueDefinition(name: "distance", unit: .centimetre), tank]),
                now: .at()))
    }

    private mutating func say(_ line: String) { bench.hear(Array(line.utf8)) }
    private var condition: Condition? { bench.statuses.last?.condition }
    private var values: [[String]] {
        bench.samples.map { $0.readings.map { "\($0.name)=\($0.text)" } }
    }

    @Test mutating func `each valid line is a sample with its computed value`() {
        say("R123\r")
        say("R1")
        say("24\r")
        bench.pass(.milliseconds(250))
        #expect(
            values == [
                ["distance_cm=123", "volume_l=4162"], ["distance_cm=124", "volume_l=4111"],
            ])
        #expect(condition == .ok)
        #expect(bench.statuses.last?.isAvailable == true)
    }

    @Test mutating func `a line counts when its carriage return comes, with that time`() {
        bench.pass(.seconds(1))
        say("R1")
        bench.pass(.milliseconds(100))
        let came = bench.now.wall
        say("23\r")
        #expect(bench.samples.map(\.received) == [came])
        bench.pass(.milliseconds(250))
        say("\n")
        bench.pass(.milliseconds(250))
        #expect(bench.samples.count == 1)
        #expect(bench.statuses.last?.sensor?.badLines == 0)
    }

    @Test mutating func `every line is handed on as it came, valid or not`() {
        say("R123\rE999\r")
        say("R1")
        bench.pass(.seconds(1))
        #expect(
            bench.raw.map { String(decoding: $0, as: UTF8.self) } == ["R123\r", "E999\r", "R1"])
    }

    @Test mutating func `W31 bad lines are counted and give no sample`() {
        say("E999\rR12x\rR123\r")
        bench.pass(.seconds(10))
        #expect(bench.samples.count == 1)
        #expect(bench.statuses.last?.sensor?.badLines == 2)
        #expect(bench.statuses.last?.sensor?.samples == 1)
    }

    @Test mutating func `W31 lines without end are limited and counted`() {
        say(String(repeating: "x", count: 100_000))
        bench.pass(.seconds(11))
        #expect(bench.samples.isEmpty)
        #expect((bench.statuses.last?.sensor?.badLines ?? 0) >= 1)
        #expect(bench.raw.map(\.count).reduce(0, +) == 100_000)
        #expect((bench.raw.map(\.count).max() ?? 0) <= 8_192, "no message grows without end")
    }

    @Test mutating func `no target is a sample without values`() {
        say("R765\r")
        bench.pass(.milliseconds(250))
        #expect(values == [[]])
        #expect(condition == .ok)
    }

    @Test mutating func `a value outside its limits is left out and counted`() {
        say("R300\r")
        bench.pass(.seconds(10))
        #expect(values == [["distance_cm=300"]])
        #expect(bench.statuses.last?.sensor?.outOfRange == 1)
    }

    @Test mutating func `the median of what came is published at the interval`() throws {
        bench = try Self.bench(.every(.seconds(10)))
        bench.link()
        for line in ["R100\r", "R500\r", "R101\r"] { say(line) }
        bench.pass(.milliseconds(9_900))
        #expect(bench.samples.isEmpty)
        bench.pass(.milliseconds(400))
        #expect(values.map(\.first) == ["distance_cm=101"])
        bench.pass(.seconds(30))
        #expect(bench.samples.count == 1, "nothing came, nothing is said")
        say("R200\r")
        bench.pass(.seconds(11))
        #expect(values.map(\.first) == ["distance_cm=101", "distance_cm=200"])
    }

    @Test mutating func `a polled sensor is asked, and only what it says while asked counts`()
        throws
    {
        bench = try Self.bench(.poll(.seconds(60)))
        bench.link()
        bench.pass(.zero)
        #expect(bench.content.wantsRequest)
        bench.pass(.milliseconds(200))
        say("R123\rR124\r")
        #expect(values.map(\.first) == ["distance_cm=123"], "the first valid line")
        #expect(!bench.content.wantsRequest, "released at once")
        bench.pass(.seconds(59))
        #expect(!bench.content.wantsRequest)
        bench.pass(.seconds(1))
        #expect(bench.content.wantsRequest)
        #expect(bench.raw.count == 2, "raw lines are handed on in any case")
    }

    @Test mutating func `a polled sensor may answer within the wait, and with a CR alone`() throws {
        bench = try Self.bench(.poll(.seconds(60)))
        bench.link()
        bench.pass(.zero)
        // As the boards do: the line is raised, the buffer emptied, and what comes then is read
        // when 200 ms are over.
        say("R111\rR112\r")
        #expect(bench.samples.isEmpty)
        bench.pass(.milliseconds(200))
        #expect(values.map(\.first) == ["distance_cm=111"])
        #expect(!bench.content.wantsRequest)
        say("R113\r")
        bench.pass(.seconds(60))
        #expect(values.count == 1, "nobody asked for that one")
        bench.pass(.milliseconds(950))
        say("R114\r")
        bench.pass(.milliseconds(50))
        #expect(values.map(\.first) == ["distance_cm=111", "distance_cm=114"])
        #expect(condition == .ok)
    }

    @Test mutating func `a polled sensor that does not answer is released after 1.2 s`() throws {
        bench = try Self.bench(.poll(.seconds(60)))
        bench.link()
        bench.pass(.milliseconds(1_199))
        #expect(bench.content.wantsRequest)
        bench.pass(.milliseconds(1))
        #expect(!bench.content.wantsRequest)
        bench.pass(.seconds(200))
        #expect(condition?.code == .silent, "three turns without a word")
    }

    @Test mutating func `a sensor that says nothing is silent after 35 s`() {
        say("R123\r")
        bench.pass(.seconds(36))
        #expect(condition?.code == .silent)
        #expect(condition?.state == .offline)
        bench.link { $0.needsReplug = true }
        bench.pass(.seconds(1))
        #expect(condition?.code == .silent)
        #expect(condition?.hint.hasSuffix("plug it in again.") == true)
        bench.link { $0.isRemote = true }
        bench.pass(.seconds(1))
        #expect(condition?.hint.hasSuffix("switch the network adapter off and on.") == true)
        bench.link { $0.needsReplug = false }
        #expect(bench.statuses.last?.isAvailable == false)
        say("R123\r")
        bench.pass(.milliseconds(250))
        #expect(condition == .ok)
    }

    @Test(arguments: [
        (SensorSettings.Timing.eachLine, Duration.seconds(35)), (.every(.seconds(5)), .seconds(35)),
        (.every(.seconds(7_200)), .seconds(21_600)), (.poll(.seconds(86_400)), .seconds(259_200)),
    ])
    func `S13 three turns are the longest silence of a sensor, and 35 s at least`(
        timing: SensorSettings.Timing, silence: Duration
    ) throws {
        #expect(try Self.bench(timing).content.longestSilence == silence.nanoseconds)
    }

    @Test mutating func `S8 bytes without a valid line are no_valid_line`() {
        for _ in 0..<36 {
            say("garbage\r")
            bench.pass(.seconds(1))
        }
        #expect(condition?.code == .noValidLine)
        #expect(condition?.state == .offline)
    }

    @Test mutating func `S2 a lost port is told and ends the line that was begun`() {
        say("R12")
        bench.link {
            $0.port = .lost
            $0.portFault = .lost(.tcp(host: "127.0.0.1", port: 1))
        }
        #expect(condition?.code == .portLost)
        bench.link {
            $0.port = .open
            $0.portFault = nil
        }
        say("3\r")
        #expect(bench.samples.isEmpty, "two halves of different connections make no line")
    }

    @Test mutating func `G2 a line that cannot be driven degrades a sensor that speaks`() {
        say("R123\r")
        bench.pass(.seconds(1))
        bench.link {
            $0.request = .busy
            $0.requestFault =
                LinkStatus.RequestError(request: .busy, code: .gpioBusy, hint: "taken").fault
        }
        #expect(condition == Condition(.degraded, .gpioBusy, hint: "taken"))
        #expect(bench.statuses.last?.isAvailable == true)
    }
}

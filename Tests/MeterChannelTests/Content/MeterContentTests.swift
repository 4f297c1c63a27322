// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import Readings
import Simulation
import Testing

@testable import MeterChannel

/// Frames as a meter seals them go in, telegrams, conditions and events come out.
@Suite struct MeterContentTests: MeterBench {
    var meter: VirtualMeter
    var bench: ContentBench<MeterContent>

    init() throws { (meter, bench) = try Self.linked() }

    @Test mutating func `a sealed telegram becomes an update with every value, to the last digit`()
        throws
    {
        bench.pass(.seconds(1))
        let sealed = try meter.frame(at: bench.now.wall)
        bench.hear(sealed.bytes)
        let update = try #require(bench.updates.first)
        // A sum that follows from others may stand elsewhere.
        #expect(
            Set(update.readings.map { SentReading(name: $0.name, value: $0.text) })
                == Set(sealed.telegram.readings))
        #expect(update.readings.count == sealed.telegram.readings.count)
        #expect(update.text == sealed.telegram.text)
        #expect(update.received == bench.now.wall)
        #expect(update.time == sealed.telegram.time)
        #expect(update.crc == "valid")
        #expect(update.identity == meter.identity.name)
        #expect(update.frame.authentication == .verified)
        #expect(update.frame.isEncrypted)
        #expect(update.frame.header?.counter.value == sealed.frameCounter)
        #expect(update.frame.header?.title.hex == sealed.systemTitle)
        #expect(condition == .ok)
        #expect(status.counters.telegrams == 1)
        #expect(bench.statuses.last?.isAvailable == true)
    }

    @Test mutating func `W9 a frame may come in single bytes, and two in one read`() throws {
        let first = try frame()
        for byte in first { bench.hear([byte]) }
        bench.hear(try frame() + frame())
        #expect(bench.updates.count == 3)
        #expect(bench.updates.map(\.frame.length) == [first.count, first.count, first.count])
    }

    @Test mutating func `W1 noise is counted and the next frame unharmed`() throws {
        bench.hear([UInt8](repeating: 0x55, count: 300))
        bench.pass(.seconds(1))
        bench.hear(try frame())
        bench.pass(.seconds(10))
        #expect(status.counters.noiseBytes == 300)
        #expect(bench.updates.count == 1)
        #expect(condition == .ok)
    }

    @Test mutating func `W1 endless noise is counted while it still lasts`() throws {
        for _ in 0..<120 {
            bench.hear([UInt8](repeating: 0x55, count: 1_000))
            bench.pass(.milliseconds(100))
        }
        #expect(status.counters.noiseBytes >= 90_000, "a status each 10 s at most")
    }

    @Test mutating func `W4 a frame cut off is truncated, and the next one unharmed`() throws {
        let cut = try frame()
        bench.hear(Array(cut.prefix(cut.count / 2)))
        bench.hear(try frame())
        bench.pass(.seconds(10))
        #expect(status.counters.truncated == 1)
        #expect(bench.updates.count == 1)
    }

    @Test mutating func `S2 half a frame is dropped with the port`() throws {
        let cut = try frame()
        bench.hear(Array(cut.prefix(100)))
        bench.link {
            $0.port = .lost
            $0.portFault = .lost(.tcp(host: "127.0.0.1", port: 1))
        }
        #expect(!bench.content.awaitsSilence)
        #expect(condition?.code == .portLost)
        #expect(status.counters.truncated == 1)
        #expect(bench.statuses.last?.lastError?.code == "port_lost")
        bench.link {
            $0.port = .open
            $0.portFault = nil
        }
        bench.hear(Array(cut.dropFirst(100)) + (try frame()))
        #expect(bench.updates.count == 1, "the two halves of different connections make no frame")
    }

    @Test
    mutating func
        `W10 the wrong key is auth_failed after exactly three frames, the right one heals it`()
        throws
    {
        let right = meter
        try meter.renewKey()
        for count in 1...3 {
            bench.hear(try frame())
            #expect((condition?.code == .authFailed) == (count == 3))
        }
        #expect(condition?.state == .offline)
        #expect(status.counters.tagErrors >= 1)
        #expect(bench.updates.isEmpty)
        meter = right
        bench.hear(try frame())
        #expect(condition == .ok)
    }

    @Test mutating func `W6 W10 a head that announces 4 GiB hides no wrong key behind a silence`()
        throws
    {
        bench.hear(try frame())
        let title: [UInt8] = [0x53, 0x41, 0x47, 0x67, 0x70, 0, 0x10, 1]
        bench.hear([0xDB, 8] + title + [0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x30, 0, 0, 0, 1])
        try meter.renewKey()
        for count in 1...3 {
            bench.hear(try frame())
            #expect((condition?.code == .authFailed) == (count == 3))
        }
        bench.pass(.seconds(10))
        #expect(status.counters.oversize == 1)
        #expect(status.counters.tagErrors == 3)
    }

    @Test mutating func `W2 a frame damaged on the way is told from a wrong key`() throws {
        for _ in 0..<5 {
            var bytes = try frame()
            bytes[bytes.count / 2] ^= 0x10
            bench.hear(bytes)
        }
        bench.pass(.seconds(10))
        #expect(status.counters.tagErrors == 5)
        #expect(bench.updates.isEmpty)
        #expect(bench.statuses.last?.lastError?.code == "damaged")
        #expect(!bench.codes.contains(.authFailed))
    }

    @Test
    mutating func
        `W12 a right telegram under a wrong tag is tag_mismatch, and unverified if that is allowed`()
        throws
    {
        let other = try AuthenticationKey(hex: "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
        bench = try Self.bench(meter) { $0.authenticationKey = other }
        bench.link()
        for _ in 0..<3 { bench.hear(try frame()) }
        #expect(condition?.code == .tagMismatch)
        #expect(condition?.state == .degraded)
        #expect(bench.updates.isEmpty)

        bench = try Self.bench(meter) {
            $0.authenticationKey = other
            $0.policy.authentication = .crc
        }
        bench.link()
        bench.hear(try frame())
        #expect(bench.updates.first?.frame.authentication == .unverified)
        #expect(condition == .ok)
        #expect(status.authentication == "unverified")
        #expect(status.missed == nil, "nobody vouches for its counter")
    }

    @Test mutating func `W13 clear text beside a key is refused, unless it is allowed`() throws {
        let clear = meter.telegram(at: Self.start).text
        for _ in 0..<2 {
            bench.hear(clear)
            bench.pass(.seconds(1))
        }
        #expect(bench.updates.isEmpty)
        #expect(condition?.code == .plaintextRefused)
        #expect(condition?.state == .offline)

        bench = try Self.bench(meter) { $0.policy.allowsPlaintext = true }
        bench.link()
        bench.hear(clear)
        #expect(bench.updates.first?.frame.authentication == FrameProof.none)
        #expect(bench.updates.first?.frame.header == nil)
        #expect(status.missed == nil)
        #expect(status.authentication == "none")
    }

    @Test mutating func `a meter without a key is read in clear`() throws {
        bench = try Self.bench(meter) { $0.key = nil }
        bench.link()
        bench.hear(meter.telegram(at: Self.start).text)
        #expect(bench.updates.count == 1)
        #expect(condition == .ok)
        for _ in 0..<3 { bench.hear(try frame()) }
        #expect(condition?.code == .authFailed, "sealed frames, and no key for them")
    }

    @Test mutating func `clear and verified telegrams are counted each by themselves`() throws {
        bench = try Self.bench(meter) { $0.policy.allowsPlaintext = true }
        bench.link()
        for _ in 0..<3 { bench.hear(try frame()) }
        bench.pass(.seconds(10))
        #expect(status.stored == 3)
        for _ in 0..<2 {
            bench.pass(.seconds(1))
            bench.hear(meter.telegram(at: bench.now.wall).text)
        }
        bench.pass(.seconds(10))
        #expect(status.stored == 2)
        #expect(status.missed == nil)
        bench.hear(try frame())
        bench.pass(.seconds(10))
        #expect(status.stored == 4)
        #expect(status.counters.telegrams == 6)
    }

    @Test
    mutating func `whose frames are refused is told, since the owner has to compare the number`()
        throws
    {
        let other = try EncryptionKey(hex: "0102030405060708090A0B0C0D0E0F10")
        bench = try Self.bench(meter) { $0.key = other }
        bench.link()
        for count in 1...3 {
            #expect(status.identity == nil, "after \(count - 1) frames")
            bench.hear(try frame())
        }
        #expect(condition?.code == .authFailed)
        #expect(status.identity == meter.identity.name)
        #expect(status.systemTitle?.identity == meter.identity.name)
        #expect(status.authentication == nil, "nothing proves it")
    }

    @Test mutating func `what the log has by then is told ten seconds after a telegram`() throws {
        bench = try Self.bench(meter) { $0.interval = .seconds(600) }
        bench.link()
        bench.hear(try frame())
        let told = bench.statuses.count
        bench.pass(.seconds(9))
        #expect(bench.statuses.count == told)
        bench.pass(.seconds(1))
        #expect(bench.statuses.count == told + 1)
        bench.pass(.seconds(59))
        #expect(bench.statuses.count == told + 1, "once is enough")
    }

    @Test mutating func `W20 a wrong meter clock is shown, and both times are kept`() throws {
        bench.hear(try meter.frame(at: UTCTime(seconds: bench.now.wall.seconds + 3_000)).bytes)
        #expect(status.clockDriftSeconds == 3_000)
        let update = try #require(bench.updates.first)
        #expect(update.received == bench.now.wall)
        #expect(update.time?.seconds == bench.now.wall.seconds + 3_000)
    }

    @Test mutating func `W21 the hour that comes twice is told apart`() throws {
        // 2026-10-25T01:00:00Z, when summer time ends.
        let october = UTCTime(
            seconds: Int64(UTCTime.days(year: 2026, month: 10, day: 25)) * 86_400 + 3_600)
        let summer = meter.telegram(
            at: Self.start, showing: UTCTime(seconds: october.seconds - 1_800))
        let winter = meter.telegram(
            at: Self.start, showing: UTCTime(seconds: october.seconds + 1_800))
        bench.hear(try meter.seal(summer).bytes)
        bench.hear(try meter.seal(winter).bytes)
        let times = bench.updates.compactMap { $0.time?.seconds }
        #expect(
            times == [october.seconds - 1_800, october.seconds + 1_800],
            "2:30 and 2:30 are an hour apart")
        let shown = [summer, winter].map { telegram in
            String(decoding: telegram.text, as: UTF8.self).split(separator: "\r\n")
                .first { $0.hasPrefix("0-0:1.0.0") }
        }
        #expect(shown == ["0-0:1.0.0(261025023000S)", "0-0:1.0.0(261025023000W)"])
    }

    @Test mutating func `W23 a wrong checksum under a right tag is accepted and counted`() throws {
        var text = meter.telegram(at: Self.start).text
        let digit = text.count - 3
        text[digit] = text[digit] == 0x30 ? 0x31 : 0x30
        let sealer = try FrameSealer(
            key: EncryptionKey(hex: meter.keyHex), title: meter.identity.systemTitle)
        bench.hear(try sealer.frame(text, counter: 1))
        #expect(bench.updates.first?.crc == "wrong")
        #expect(status.counters.crcErrors == 1)
        #expect(status.counters.crcRefused == 0)
        #expect(condition == .ok)
    }

    @Test mutating func `W29 a message of 1,024 characters is accepted`() throws {
        let message = String(repeating: "x", count: 1_024)
        bench.hear(try meter.seal(meter.telegram(at: Self.start, message: message)).bytes)
        #expect(bench.updates.first?.readings.first { $0.name == "message" }?.text == message)
    }

    @Test
    mutating func
        `changes are told at once, counters every ten seconds, and all of it every minute`() throws
    {
        for _ in 0..<100 { bench.hear(try frame()) }
        // Starting, port open, then ok; after that only the counters move.
        let told = bench.statuses.count
        #expect((10...14).contains(told), "\(told) statuses in 100 s")
        let before = bench.statuses.count
        bench = try Self.bench(meter) { $0.interval = .seconds(600) }
        bench.link()
        bench.hear(try frame())
        let quiet = bench.statuses.count
        bench.pass(.seconds(300))
        #expect(
            bench.statuses.count - quiet == 5 || bench.statuses.count - quiet == 6, "one a minute")
        #expect(before > 0)
    }

    @Test func `no status and no hint holds a key`() throws {
        var bench = try Self.bench(meter)
        bench.link()
        for status in bench.statuses {
            #expect(!"\(status)".uppercased().contains(meter.keyHex))
            #expect(
                status.meter?.keyFingerprint == (try EncryptionKey(hex: meter.keyHex)).fingerprint)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import Glibc
import Simulation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct StreetTests {
    /// The ledger's lines of a port with the bytes that each accounts for; fails unless they are
    /// all there is.
    private static func accounted(
        _ bytes: [UInt8], _ ledger: [LedgerLine]
    ) throws -> [(line: LedgerLine, bytes: [UInt8])] {
        var position = 0
        var result: [(line: LedgerLine, bytes: [UInt8])] = []
        for line in ledger {
            guard let count = line.number("bytes") else { continue }
            #expect(line.number("offset") == position)
            try #require(position + count <= bytes.count)
            let part = Array(bytes[position..<(position + count)])
            #expect(
                line["checksum"] == String(CRC16.arc(part.span), radix: 16, uppercase: true).padded)
            result.append((line, part))
            position += count
        }
        #expect(position == bytes.count)
        return result
    }

    /// Runs one meter, gives it orders after its first frames, and returns what came with the
    /// ledger's words.
    private static func afterwards(
        _ orders: [String], frames: Int = 8
    ) throws -> (parts: [(line: LedgerLine, bytes: [UInt8])], opener: FrameOpener) {
        let street = try TestStreet()
        let reader = try street.reader()
        #expect(reader.wait(for: 4_000))
        for order in orders { #expect(try street.thread.command(order).hasPrefix("ok")) }
        #expect(reader.wait(for: reader.bytes.count + frames * 1_336))
        let bytes = try street.finish("flat-1", reader)
        let key = street.contents("keys/flat-1.key")
        return (try accounted(bytes, street.ledger("flat-1")), FrameOpener(keyHex: key))
    }

    @Test func `the ledger accounts for every byte that came out, and its values are the frames'`()
        throws
    {
        let (parts, opener) = try Self.afterwards([])
        #expect(parts.count >= 8)
        var last: UInt32?
        for (line, bytes) in parts where line["kind"] == "telegram" {
            let opened = try #require(try opener.open(bytes))
            let text = String(decoding: opened.text, as: UTF8.self)
            #expect(line.number("frame_counter") == Int(opened.counter))
            if let last { #expect(opened.counter == last + 1) }
            last = opened.counter
            let energy = try #require(line["energy_import_kwh"])
            #expect(text.contains("1-0:1.8.0(0\(energy)*kWh)"))
            let voltage = try #require(line["voltage_l1_v"])
            #expect(text.contains("1-0:32.7.0(\(voltage)*V)"))
        }
        #expect(last != nil)
    }

    @Test(arguments: ["bad_tag", "lose_byte", "insert_byte", "flip_bit", "truncate"])
    func `W2 W3 W4 a frame with a fault of the line does not open, and the next one does`(
        fault: String
    ) throws {
        let command = String(fault.map { $0 == "_" ? "-" : $0 })
        let (parts, opener) = try Self.afterwards(["\(command) flat-1 2"])
        #expect(parts.count { $0.line["fault"] == fault } == 2)
        for (line, bytes) in parts where line["kind"] == "telegram" {
            #expect(try (opener.open(bytes) == nil) == (line["fault"] == fault))
        }
        let lengths = Set(parts.filter { $0.line["fault"] == fault }.map(\.bytes.count))
        switch fault {
        case "lose_byte": #expect(lengths == [1_335])
        case "insert_byte": #expect(lengths == [1_337])
        case "truncate": #expect(lengths.allSatisfy { $0 < 1_335 })
        default: #expect(lengths == [1_336])
        }
    }

    @Test func `W23 a frame may be genuine and its checksum wrong`() throws {
        let (parts, opener) = try Self.afterwards(["bad-crc flat-1"])
        let part = try #require(parts.first { $0.line["fault"] == "bad_crc" })
        let text = try #require(try opener.open(part.bytes)).text
        let right = String(CRC16.arc(Array(text.dropLast(6)).span), radix: 16, uppercase: true)
            .padded
        #expect(String(decoding: text.suffix(6), as: UTF8.self) != right + "\r\n")
    }

    @Test func `W9 two glued frames are two lines of the ledger and both open`() throws {
        let (parts, opener) = try Self.afterwards(["glue flat-1"])
        let glued = parts.filter { $0.line["fault"] == "glue" }
        #expect(glued.count == 2)
        for part in glued { #expect(try opener.open(part.bytes) != nil) }
    }

    @Test func `W14 W15 W16 frames come again, counters go back and jump as ordered`() throws {
        let (parts, opener) = try Self.afterwards(["replay flat-1 2", "jump flat-1 7"])
        let replayed = parts.filter { $0.line["fault"] == "replay" }
        #expect(replayed.count == 2)
        for part in replayed {
            #expect(parts.contains { $0.line["fault"] == nil && $0.bytes == part.bytes })
            #expect(try opener.open(part.bytes) != nil)
        }
        let counters = parts.filter { $0.line["fault"] == nil }.compactMap {
            $0.line.number("frame_counter")
        }
        #expect(zip(counters, counters.dropFirst()).map { $1 - $0 }.filter { $0 != 1 } == [8])

        let back = try Self.afterwards(["regress flat-1 3"]).parts
        let before = Set(
            back.filter { $0.line["fault"] == nil }.compactMap { $0.line.number("frame_counter") })
        let again = back.filter { $0.line["fault"] == "regress" }.compactMap {
            $0.line.number("frame_counter")
        }
        #expect(again.count == 3)
        #expect(again.allSatisfy(before.contains))
    }

    @Test func `W29 the longest message is 2,048 hex digits in its frame`() throws {
        let (parts, opener) = try Self.afterwards(["long-message flat-1"])
        let part = try #require(parts.first { $0.line["fault"] == "long_message" })
        let text = String(decoding: try #require(try opener.open(part.bytes)).text, as: UTF8.self)
        let line = try #require(
            text.split(separator: "\r\n").first { $0.hasPrefix("0-0:96.13.0(") })
        #expect(line.count == "0-0:96.13.0()".count + 2_048)
        #expect(part.line["message"]?.count == 1_024)
    }

    @Test func `W21 a pair of telegrams stands on both sides of the hour that comes twice`() throws
    {
        let (parts, opener) = try Self.afterwards(["dst flat-1"])
        for (fault, stamp, time) in [
            ("dst_summer", "261025025950S", "2026-10-25T00:59:50Z"),
            ("dst_winter", "261025020000W", "2026-10-25T01:00:00Z"),
        ] {
            let part = try #require(parts.first { $0.line["fault"] == fault })
            let text = String(
                decoding: try #require(try opener.open(part.bytes)).text, as: UTF8.self)
            #expect(text.contains("0-0:1.0.0(\(stamp))"))
            #expect(part.line["time"] == time)
        }
    }

    @Test func `W13 in clear the telegram itself is on the line, without a counter`() throws {
        let parts = try Self.afterwards(["clear flat-1 on"]).parts
        let clear = parts.filter { $0.line["encrypted"] == "false" }
        #expect(!clear.isEmpty)
        for part in clear {
            #expect(part.bytes.starts(with: Array("/Lux5".utf8)))
            #expect(part.line.number("frame_counter") == nil)
        }
    }

    @Test func `W11 a new key is written beside the old one and counts from 0`() throws {
        let street = try TestStreet()
        let reader = try street.reader()
        #expect(reader.wait(for: 3_000))
        #expect(try street.thread.command("new-key flat-1") == "ok keys/flat-1.key.new")
        #expect(reader.wait(for: reader.bytes.count + 8_000))
        let parts = try Self.accounted(try street.finish("flat-1", reader), street.ledger("flat-1"))
        let old = FrameOpener(keyHex: street.contents("keys/flat-1.key"))
        let new = FrameOpener(keyHex: street.contents("keys/flat-1.key.new"))
        let fresh = parts.compactMap { try? new.open($0.bytes)?.counter }
        #expect(fresh == Array(0..<UInt32(fresh.count)))
        #expect(fresh.count >= 4)
        #expect(
            parts.count { (try? old.open($0.bytes)) != nil } == parts.count {
                $0.line["kind"] == "telegram"
            } - fresh.count)
        var status = stat()
        #expect(unsafe stat(street.path("keys/flat-1.key.new"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `W18 a swapped meter has another title under the same key`() throws {
        let (parts, opener) = try Self.afterwards(["swap flat-1"])
        #expect(Set(parts.compactMap { $0.line["system_title"] }).count == 2)
        for part in parts where part.line["kind"] == "telegram" {
            #expect(try opener.open(part.bytes) != nil)
        }
    }

    @Test func `W1 W8 noise and garbage stand between frames and in the ledger`() throws {
        let (parts, opener) = try Self.afterwards(
            ["noise flat-1 333", "garbage flat-1 on"], frames: 20)
        #expect(parts.contains { $0.line["fault"] == "noise" && $0.bytes.count == 333 })
        #expect(parts.filter { $0.line["fault"] == "garbage" }.count > 2)
        for part in parts where part.line["kind"] == "telegram" {
            #expect(try opener.open(part.bytes) != nil)
        }
    }

    @Test func `S an unplugged port hangs up, its link goes, and it comes back elsewhere`() throws {
        let street = try TestStreet()
        let first = try street.reader()
        #expect(first.wait(for: 3_000))
        #expect(try street.thread.command("unplug flat-1") == "ok")
        #expect(first.waitForEnd())
        let before = try Self.accounted(
            first.bytes, street.ledger("flat-1").filter { ($0.number("bytes") ?? 0) > 0 })
        #expect(before.count >= 2)
        #expect(LineReader(path: street.path("flat-1")) == nil)
        #expect(try street.thread.command("unplug flat-1").hasPrefix("error flat-1 is unplugged"))
        #expect(try street.thread.command("replug flat-1") == "ok")
        let second = try street.reader()
        #expect(second.wait(for: 3_000))
        let places = street.ledger("flat-1").filter { $0["kind"] == "plugged" }.compactMap {
            $0["place"]
        }
        #expect(places.count == 2)
        #expect(Set(places).count == 2)
    }

    @Test func `a port that nobody has open loses its bytes, as a wire does, and says so`() throws {
        let street = try TestStreet { $0.meters = 2 }
        let first = try street.reader()
        let neighbour = try street.reader("flat-2")
        #expect(first.wait(for: 2_000))
        let heard = try street.finish("flat-1", first).count
        first.close()
        _ = try street.thread.command("silence flat-1 off")
        // While the neighbour says ten, this meter speaks to nobody.
        #expect(neighbour.wait(for: neighbour.bytes.count + 10 * 1_336))
        #expect(
            street.ledger("flat-1").count {
                $0["kind"] == "unheard" && $0.number("offset") == heard
            } > 3)
        let second = try street.reader()
        #expect(second.wait(for: 1_336))
        let later = Array(try street.finish("flat-1", second, missed: heard).prefix(1_336))
        let sent = try #require(
            street.ledger("flat-1").first {
                ($0.number("offset") ?? 0) >= heard && $0.number("bytes") == 1_336
            })
        let opener = FrameOpener(keyHex: street.contents("keys/flat-1.key"))
        let counter = try #require(try opener.open(later)).counter
        #expect(Int(counter) == sent.number("frame_counter"))
    }

    @Test func `a reader that does not read costs its own frames and no one else's`() throws {
        let street = try TestStreet { $0.meters = 2 }
        let idle = try street.reader("flat-1")
        let busy = try street.reader("flat-2")
        #expect(busy.wait(for: 60 * 1_336))
        let other = try Self.accounted(try street.finish("flat-2", busy), street.ledger("flat-2"))
        #expect(other.allSatisfy { $0.line["kind"] != "overrun" })
        #expect(street.ledger("flat-1").contains { $0["kind"] == "overrun" })
        _ = try Self.accounted(try street.finish("flat-1", idle), street.ledger("flat-1"))
    }

    @Test func `a meter speaks only while its data request is on`() throws {
        let street = try TestStreet()
        let reader = try street.reader()
        #expect(reader.wait(for: 3_000))
        #expect(try street.thread.command("request flat-1 off") == "ok")
        let off = try #require(street.ledger("flat-1").last?["command"])
        #expect(off == "request flat-1 off")
        #expect(try street.thread.command("request flat-1 on") == "ok")
        #expect(reader.wait(for: reader.bytes.count + 3_000))
        let kinds = street.ledger("flat-1").compactMap { $0["command"] ?? $0["kind"] }
        let between = kinds.drop { $0 != "request flat-1 off" }.dropFirst().prefix {
            $0 != "request flat-1 on"
        }
        #expect(between.isEmpty)
    }

    @Test func `a sensor's lines are in the ledger with what they mean`() throws {
        let street = try TestStreet {
            $0.meters = 0; $0.sensors = 1
        }
        let reader = try street.reader("rainwater")
        #expect(reader.wait(for: 25))
        #expect(try street.thread.command("no-target rainwater on") == "ok")
        #expect(try street.thread.command("glue rainwater").hasPrefix("error glue means nothing"))
        #expect(reader.wait(for: reader.bytes.count + 25))
        let parts = try Self.accounted(
            try street.finish("rainwater", reader), street.ledger("rainwater"))
        for part in parts where part.line["kind"] == "sample" {
            let text = String(decoding: part.bytes.dropLast(), as: UTF8.self)
            #expect(part.bytes.last == 0x0D)
            if part.line["fault"] == "no_target" {
                #expect(text == "R765")
                #expect(part.line["distance_cm"] == nil)
            } else {
                let distance = try #require(part.line.number("distance_cm"))
                #expect(
                    text == "R" + String(repeating: "0", count: 3 - String(distance).count)
                        + String(distance))
                #expect(
                    part.line.number("volume_l") == ((2_045 - 10 * distance) * 5_107 + 500) / 1_000)
            }
        }
        #expect(parts.contains { $0.line["fault"] == "no_target" })
    }

    @Test func `over TCP as fast as it goes, nothing is lost`() throws {
        let street = try TestStreet {
            $0.firstTCPPort = 0; $0.interval = 0
        }
        let address = try #require(street.ledger("flat-1").first?["port"])
        let port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
        let reader = try #require(LineReader(tcpPort: port))
        #expect(reader.wait(for: 200 * 1_336))
        let parts = try Self.accounted(try street.finish("flat-1", reader), street.ledger("flat-1"))
        #expect(parts.count { $0.line["kind"] == "telegram" } >= 200)
        #expect(parts.allSatisfy { $0.line["kind"] != "overrun" && $0.line["kind"] != "unheard" })
    }

    @Test func `two streets of one seed send the same bytes`() throws {
        let keys = try (0..<2).map { _ in
            let street = try TestStreet {
                $0.meters = 2; $0.seed = 9
            }
            return [street.contents("keys/flat-1.key"), street.contents("keys/flat-2.key")]
        }
        #expect(keys[0] == keys[1])
        #expect(Set(keys[0]).count == 2)
    }

    @Test func `a second street in one directory is refused, and an owner's file is left alone`()
        throws
    {
        let street = try TestStreet()
        #expect(throws: SimulationError.alreadyRunning(directory: street.thread.directory)) {
            _ = try Street(StreetPlan(directory: street.thread.directory))
        }
        street.thread.stop()
        try street.thread.join()
        let nobody = SimulationError.notRunning(directory: street.thread.directory)
        #expect(throws: nobody) { _ = try street.thread.command("list") }
        #expect(
            "\(nobody)".hasSuffix(
                "start one with: meter-simulator street --dir \(street.thread.directory)"))
        #expect(LineReader(path: street.path("flat-1")) == nil)
        #expect(street.ledger().compactMap { $0["kind"] } == ["start", "stop"])
        let file = unsafe open(street.path("meters.yaml"), O_WRONLY | O_TRUNC)
        _ = unsafe write(file, "mine", 4)
        close(file)
        #expect(throws: SimulationError.foreignFile(path: street.path("meters.yaml"))) {
            _ = try Street(StreetPlan(directory: street.thread.directory))
        }
    }
}

extension String {
    /// Four hex digits.
    fileprivate var padded: String { String(repeating: "0", count: 4 - count) + self }
}

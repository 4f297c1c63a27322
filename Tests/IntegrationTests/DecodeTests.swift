// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// `meter-gateway decode`, as a user calls it.
@Suite struct DecodeTests {
    private let folder: TemporaryFolder
    private let meter: RecordedMeter
    private let plot: Plot

    init() async throws {
        plot = await Plot.free()
        folder = try TemporaryFolder()
        meter = try await RecordedMeter()
    }

    private func decode(_ arguments: String..., input: String = "/dev/null") async throws -> (
        status: Int32, lines: [JSONValue], errors: String
    ) {
        let outcome = try await Programs.decode(arguments, input: input)
        let lines = outcome.output.compactMap { JSONValue($0) }
        #expect(lines.count == outcome.output.count, "each line is JSON")
        return (outcome.status, lines, outcome.errors)
    }

    @Test func `hex digits, bytes, a file and standard input give the same line`() async throws {
        let hex = try folder.write(meter.hex, to: "frame.hex")
        let binary = folder.file("frame.bin")
        try Foundation.Data(meter.bytes).write(to: URL(filePath: binary))
        let fromHex = try await decode("--key", meter.key, hex)
        #expect(fromHex.status == 0)
        #expect(fromHex.errors == "")
        let telegram = try #require(fromHex.lines.first)
        #expect(fromHex.lines.count == 1)
        for (name, value) in [
            ("type", "telegram"), ("security_control", "30"), ("authentication", "verified"),
            ("crc", "valid"),
            ("crc_kind", "arc"),
        ] {
            #expect(telegram[name] == .text(value))
        }
        #expect(telegram["offset"] == .number("0"))
        #expect(telegram["length"] == .number("\(meter.bytes.count)"))
        #expect(telegram["encrypted"] == .bool(true))
        #expect(telegram["frame_counter"]?.integer != nil)
        #expect(telegram["header"]?.written?.hasPrefix("/Lux5") ?? false)
        #expect(telegram["objects"]?[0]?["obis"]?.written != nil)
        #expect(telegram["readings"]?["energy_import_kwh"]?.written?.contains(".") ?? false)
        #expect(try await decode("--key", meter.key, binary).lines == fromHex.lines)
        #expect(try await decode("--key", meter.key, "-", input: hex).lines == fromHex.lines)
        #expect(try await decode("--key", meter.key, "-", input: binary).lines == fromHex.lines)
        let keyFile = try folder.write(meter.key + "\n", to: "key")
        #expect(try await decode("--key-file", keyFile, hex).lines == fromHex.lines)
        #expect(
            try await decode("--key", String(repeating: "1", count: 32), "--key", meter.key, hex)
                .lines == fromHex.lines)
    }

    @Test func `hex digits behind a byte order mark are hex digits`() async throws {
        let plain = try await decode("--key", meter.key, try folder.write(meter.hex, to: "plain"))
        let marked = try folder.write("\u{FEFF}" + meter.hex, to: "marked.hex")
        #expect(try await decode("--key", meter.key, marked).lines == plain.lines)
        #expect(plain.lines.count == 1)
    }

    @Test func `an odd number of hex digits is no recording, and it is said why`() async throws {
        let odd = meter.hex.trimmingCharacters(in: .whitespacesAndNewlines).dropLast()
        let file = try folder.write(odd + "\n", to: "odd.hex")
        let outcome = try await decode("--key", meter.key, file)
        #expect(outcome.status == 1)
        #expect(outcome.lines.isEmpty)
        #expect(
            outcome.errors
                == "meter-gateway: \(file): the text is hex digits and blanks, but an odd "
                + "number of digits (\(2 * meter.bytes.count - 1)): one is missing or too many; "
                + "copy it whole\n")
    }

    @Test func `output that nobody takes is exit code 74, with the reason`() async throws {
        let hex = try folder.write(meter.hex, to: "frame.hex")
        for arguments in [["--key", meter.key, hex], ["--sensor", "mb7060", hex]] {
            let outcome = try await Programs.gatewayUnheard(["decode"] + arguments)
            #expect(outcome.status == 74)
            #expect(outcome.errors.contains("No space left on device"))
        }
    }

    @Test func `the answer no is exit code 1, with a reason for every byte`() async throws {
        let hex = try folder.write(meter.hex, to: "frame.hex")
        func reasons(_ arguments: String...) async throws -> [String] {
            let outcome = try await Programs.decode(arguments, input: "/dev/null")
            #expect(outcome.status == 1)
            return outcome.output.compactMap { JSONValue($0)?["reason"]?.written }
        }
        #expect(try await reasons(hex) == ["no_key"])
        #expect(try await reasons("--key", String(repeating: "1", count: 32), hex) == ["wrong_key"])
        #expect(
            try await reasons(
                "--key", meter.key, "--auth-key", String(repeating: "D", count: 32), hex)
                == ["tag_mismatch"])
        #expect(try await reasons("--key", meter.key, "--after", "4294967295", hex) == ["replay"])
        let noise = try folder.write("nothing like a telegram", to: "noise")
        #expect(try await reasons(noise) == ["noise"])
    }

    @Test func `options change what is believed`() async throws {
        let hex = try folder.write(meter.hex, to: "frame.hex")
        let other = ["--key", meter.key, "--auth-key", String(repeating: "D", count: 32)]
        let unverified = try await Programs.decode(
            other + ["--authentication", "crc", hex], input: "/dev/null")
        #expect(unverified.status == 0)
        #expect(
            unverified.output.first.flatMap { JSONValue($0) }?["authentication"]
                == .text("unverified"))
        let clear = try folder.write(meter.clear, to: "clear.txt")
        #expect(try await decode(clear).lines.first?["authentication"] == .text("none"))
        #expect(
            try await decode("--key", meter.key, clear).lines.first?["reason"]
                == .text("plaintext_refused"))
        #expect(try await decode("--key", meter.key, "--allow-plaintext", clear).status == 0)
        let shifted = try await decode("--winter-offset", "+03:00", clear)
        let usual = try await decode(clear)
        #expect(usual.lines.first?["time"] == .text("2026-03-11T09:15:00Z"))
        #expect(shifted.lines.first?["time"] == .text("2026-03-11T07:15:00Z"))
    }

    @Test(arguments: [
        ["--key", "12", "x"], ["--key", "no hex digits, and not thirty-two", "x"],
        ["--auth-key", "12", "x"],
        ["--authentication", "maybe", "x"], ["--after", "-1", "x"],
        ["--winter-offset", "noon", "x"],
        ["--sensor", "mb7000", "x"], ["--sensor", "pattern:(", "x"], ["--nothing-like-it", "x"], [],
    ])
    func `bad usage is exit code 64, and no secret is repeated`(arguments: [String]) async throws {
        let outcome = try await Programs.decode(arguments, input: "/dev/null")
        #expect(outcome.status == 64)
        #expect(outcome.output == [])
        #expect(outcome.errors != "")
        #expect(!outcome.errors.contains("no hex digits, and"))
    }

    @Test func `a file that cannot be read is exit code 74`() async throws {
        let missing = folder.file("missing")
        for arguments in [[missing], ["--key-file", missing, missing], [folder.path]] {
            let outcome = try await Programs.decode(arguments, input: "/dev/null")
            #expect(outcome.status == 74)
            #expect(outcome.errors.contains(folder.path), "it says which")
        }
    }

    @Test func `a sensor's recording gives its samples`() async throws {
        let lines = try folder.write("R123\rR765\rE999\rR124\r", to: "rain")
        let outcome = try await decode("--sensor", "mb7060", lines)
        #expect(outcome.status == 0)
        #expect(
            outcome.lines.compactMap { $0["values"] }
                == [
                    JSONValue(#"{"distance_cm":123}"#), JSONValue("{}"),
                    JSONValue(#"{"distance_cm":124}"#),
                ])
        #expect(outcome.lines.first?["raw"] == .text("R123\r"))
        #expect(outcome.lines.contains { $0["type"] == .text("discarded") })
        let hex = try folder.write("52 31 32 33 0D\n", to: "rain.hex")
        #expect(try await decode("--sensor", "mb7060", hex).lines.first?["raw"] == .text("R123\r"))
        let looksLikeHex = try folder.write("E999\r", to: "error")
        let refused = try await decode("--sensor", "mb7060", looksLikeHex)
        #expect(refused.status == 1)
        #expect(refused.lines.compactMap { $0["length"]?.integer }.reduce(0, +) == 5)
        let pattern = try await decode("--sensor", #"pattern:R(?<depth>\d+)\r"#, lines)
        #expect(pattern.lines.first?["values"] == JSONValue(#"{"depth":123}"#))
    }
}

// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Keys and passwords stay where they are.
@Suite struct SecrecyTests {
    @Test
    func
        `Goal G15 no key and no password is in any log, topic, table or message, whatever goes wrong`()
        async throws
    {
        let password = "correct-horse-battery"
        var options = House.Options()
        options.meters = 2
        options.broker.users = ["gateway": password]
        let house = try await House(options)
        try house.write("\(password)x\n", to: "password")
        try house.configure { text in
            text.replace("mqtt:\n", with: "mqtt:\n  username: gateway\n  password_file: password\n")
            text.replace(
                "    key_file: keys/flat-1",
                with: "    record: flat-1.bin\n    key_file: keys/flat-1")
        }
        // First the wrong password, then the right one.
        let refused = try await house.startGateway()
        #expect(await refused.lines.wait { $0.contains { $0.contains("refuses our login") } })
        #expect(await house.stop(refused) == 0)
        try house.write("\(password)\n", to: "password")
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        for order in [
            "bad-tag flat-1", "flip-bit flat-1", "replay flat-1", "noise flat-1 200",
            "new-key flat-2",
        ] {
            try await house.order(order)
        }
        #expect(await house.tells("flat-2", code: "auth_failed"))
        let config = house.path("meters.yaml")
        var printed = ""
        for arguments in [["check"], ["watch", "--seconds", "1"]] {
            let outcome = try await Programs.gateway(
                arguments[0], "--config", config, arguments: Array(arguments.dropFirst()))
            printed += outcome.output.joined(separator: "\n") + outcome.errors
        }
        #expect(await house.stop(gateway) == 0)

        // What was recorded holds sealed frames only, and is what `decode` reads.
        let decoded = try await Programs.decode([
            "--key-file", house.path("keys/flat-1.key"), house.path("flat-1.bin"),
        ])
        #expect(decoded.status == 0)
        #expect(decoded.output.count { $0.contains(#""type":"telegram""#) } >= 2)
        printed += decoded.output.joined(separator: "\n") + decoded.errors
        Secrets(keys: house.keys, words: [password]).expectAbsent(
            from: printed.utf8, "a command's output")
        house.expectSecrecy(words: [password])
        #expect(gateway.lines.entries.contains { $0.contains("debug") }, "it was a talkative run")
        #expect(
            !house.output.contains { $0.contains("GatewayConfiguration") },
            "nobody prints the whole configuration")
    }

    @Test func `the recording of a run is what the street sent`() async throws {
        var options = House.Options()
        options.meters = 1
        options.sensors = 0
        let house = try await House(options)
        try house.configure {
            $0.replace("    key_file: keys", with: "    record: flat-1.bin\n    key_file: keys")
        }
        let gateway = try await house.startGateway()
        #expect(await house.hears("flat-1", 2))
        try await house.order("noise flat-1 500")
        try await house.order("bad-tag flat-1")
        #expect(await house.hears("flat-1", 4))
        try await house.silence(["flat-1"])
        #expect(await house.hears("flat-1", house.sent("flat-1").count))
        #expect(await house.stop(gateway) == 0)
        let sent = house.ledger("flat-1").compactMap { $0["bytes"]?.integer }.reduce(0, +)
        let recorded = try #require(FileManager.default.contents(atPath: house.path("flat-1.bin")))
        #expect(recorded.count == sent)
        let outcome = try await Programs.decode([
            "--key-file", house.path("keys/flat-1.key"), house.path("flat-1.bin"),
        ])
        let counters = outcome.output.compactMap { JSONValue($0) }.filter {
            $0["type"] == .text("telegram")
        }
        .compactMap { $0["frame_counter"] }
        #expect(counters == house.telegrams("flat-1").compactMap { $0["frame_counter"] })
    }
}

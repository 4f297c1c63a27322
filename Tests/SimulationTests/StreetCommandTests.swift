// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Simulation

struct StreetCommandTests {
    @Test(arguments: [
        ("bad-tag flat-1 3", StreetCommand.damage(.badTag, id: "flat-1", count: 3)),
        ("long-message flat-1", .damage(.longMessage, id: "flat-1", count: 1)),
        ("  dst   flat-2 ", .repeatedHour(id: "flat-2")),
        ("noise a 40", .noise(id: "a", bytes: 40)),
        ("jump a 4294967295", .jump(id: "a", count: .max)),
        ("garbage a on", .turn(.garbage, id: "a", on: true)),
        ("no-target rainwater off", .turn(.noTarget, id: "rainwater", on: false)),
        ("new-key a", .newKey(id: "a")),
        ("list", .list), ("quit", .quit),
    ])
    func `a command is read word by word`(line: String, command: StreetCommand) throws {
        #expect(try StreetCommand(line) == command)
    }

    @Test(arguments: ["", "explode flat-1", "dst-summer flat-1", "bad_tag flat-1"])
    func `a word that is no command is refused with the list of them`(line: String) {
        #expect(
            throws: SimulationError.unknownCommand(
                line.split(separator: " ").first.map(String.init) ?? "")
        ) {
            _ = try StreetCommand(line)
        }
    }

    @Test(arguments: [
        ("garbage flat-1 maybe", "garbage ID on|off"), ("garbage flat-1", "garbage ID on|off"),
        ("bad-tag flat-1 -1", "bad-tag ID [COUNT]"), ("bad-tag flat-1 0", "bad-tag ID [COUNT]"),
        ("noise flat-1", "noise ID BYTES"), ("unplug flat-1 now", "unplug ID"),
        ("unplug", "unplug ID"),
        ("list all", "list"),
    ])
    func `a command with wrong words behind it says how to write it`(line: String, usage: String) {
        #expect(throws: SimulationError.wrongArguments(usage: usage)) {
            _ = try StreetCommand(line)
        }
    }

    @Test(arguments: [
        ("noise flat-1 10001", "BYTES of noise"), ("bad-tag flat-1 20000", "COUNT of bad-tag"),
        ("lose-byte flat-1 99999999999", "COUNT of lose-byte"),
    ])
    func `more than a line can take is refused with its limit`(line: String, what: String) throws {
        let error = SimulationError.outOfRange(what: what, range: "1 to 10000")
        #expect(throws: error) { _ = try StreetCommand(line) }
        #expect(error.description == "\(what) must be 1 to 10000")
        #expect(try StreetCommand("noise flat-1 10000") == .noise(id: "flat-1", bytes: 10_000))
    }

    @Test(arguments: [
        ("replay flat-1 33", "COUNT of replay must be 1 to 32"),
        ("replay flat-1 4294967295", "COUNT of replay must be 1 to 32"),
        ("jump flat-1 4294967296", "COUNT of jump must be 1 to 4294967295"),
        ("regress flat-1 99999999999", "COUNT of regress must be 1 to 4294967295"),
    ])
    func `a number beyond what a word can do is refused with the limit`(
        line: String, message: String
    ) throws {
        let error = try #require(throws: SimulationError.self) { _ = try StreetCommand(line) }
        #expect(error.description == message)
        #expect(try StreetCommand("replay flat-1 32") == .replay(id: "flat-1", count: 32))
    }

    @Test func `every word of the list is a command`() {
        for word in StreetCommand.words.split(separator: " ") {
            #expect(throws: SimulationError.self) { _ = try StreetCommand("\(word) a b c") }
            do throws(SimulationError) {
                _ = try StreetCommand("\(word) a b c")
            } catch {
                if case .unknownCommand = error { Issue.record("\(word) is not known") }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import TestSupport
import Testing

struct PatternTests {
    @Test(arguments: [
        ("", SensorPatternError.empty),
        ("R[0-9]+", .noNamedGroup),
        ("([0-9]+)", .noNamedGroup),
        ("(?<d>[0-9]*)", .matchesNothing),
        ("(?<Distance>[0-9]+)", .badName(column: 4)),
        ("(?<1st>[0-9]+)", .badName(column: 4)),
        ("(?<a-b>x)", .badName(column: 4)),
        ("(?<d>1)(?<d>2)", .duplicateName(column: 11, name: "d")),
        ("(?<d>[0-9]+", .unclosed(column: 1, bracket: "(")),
        ("(?<d>[0-9+)", .unclosed(column: 6, bracket: "[")),
        ("(?<d>1))", .unexpected(column: 8, character: ")")),
        ("*(?<d>1)", .unexpected(column: 1, character: "*")),
        ("(?<d>1)++", .unexpected(column: 9, character: "+")),
        ("(?<d>[9-0])", .badRange(column: 7)),
        ("(?<d>1){3,2}", .badRepetition(column: 8, limit: 256)),
        ("(?<d>1){999}", .badRepetition(column: 8, limit: 256)),
        ("(?<d>1)\\", .unknownEscape(column: 8)),
        ("(?<d>1)\\q", .unknownEscape(column: 8)),
        ("(?<d>1)\\xZZ", .unknownEscape(column: 8)),
        ("(?<d>1)\\1", .unsupported(column: 8, construct: "a back reference")),
        ("(?=a)(?<d>1)", .unsupported(column: 1, construct: "this kind of group")),
        ("(?<=a)(?<d>1)", .unsupported(column: 1, construct: "this kind of group")),
        ("(?<d>1)€", .notLatin1(column: 8)),
        ("(?:(?:a{256}){256}){256}(?<d>1)", .tooBig),
        (String(repeating: "(", count: 40), .tooDeep(column: 33, limit: 32)),
        (String(repeating: "a", count: 600), .tooLong(limit: 512)),
    ])
    func `a pattern that cannot work is refused with its place`(
        _ text: String, _ error: SensorPatternError
    ) {
        #expect(throws: error) { try SensorPattern(text) }
        #expect(!error.description.isEmpty)
    }

    @Test func `an empty group in nested repetitions costs no time`() {
        let nested = (0..<10).reduce("(?:)") { inner, _ in "(?:\(inner)){256}" }
        #expect(throws: Never.self) { try SensorPattern(nested + "(?<d>1)") }
    }

    @Test(arguments: [
        // pattern, line, bytes of the match, text of the group
        (#"(?<v>a|ab)(?:c|bcd)"#, "xabcd", "abcd", "a"),
        (#"(?<v>[0-9]+?)[0-9]*"#, "x123", "123", "1"),
        (#"(?<v>[0-9]+)"#, "x123y", "123", "123"),
        (#"(?P<v>\d{2,3})\D"#, "1 1234 ", "234 ", "234"),
        (#"(?<v>[^;]+);"#, "12;13;", "12;", "12"),
        (#"[\]\-a](?<v>\d)"#, "-7", "-7", "7"),
        (#"(?<v>\x31\x32)"#, "0123", "12", "12"),
        (#"\b(?<v>5)\b"#, "55 5 55", "5", "5"),
        (#"(?<v>\d)(?:\.|,)"#, "1;2,", "2,", "2"),
        (#"(?:a(?<v>\d))+"#, "a1a2", "a1a2", "2"),
        (#"\w\s\S(?<v>1)"#, "_ -1", "_ -1", "1"),
    ])
    func `a match is the one that a backtracking matcher prefers`(
        _ text: String, _ line: String, _ raw: String, _ group: String
    ) throws {
        let format = SensorFormat.pattern(try SensorPattern(text))
        let events = allEvents(format, [Array((line + ";end").utf8)])
        let samples = events.compactMap { event in
            if case .sample(let sample) = event { sample } else { nil }
        }
        // A group that is no number makes noise of its match, which the table uses for letters.
        let isNumber = group.allSatisfy(\.isNumber)
        #expect(
            samples.first.map { String(decoding: $0.raw, as: UTF8.self) } == (isNumber ? raw : nil))
        #expect(samples.first?.values.first?.number.description == (isNumber ? group : nil))
    }

    /// A backtracking matcher would need 2^1000 steps, and never end.
    @Test(.timeLimit(.minutes(1)))
    func `W31 nested repetitions take no longer than others`() throws {
        let format = SensorFormat.pattern(try SensorPattern("(?:(?:a+)+)+(?<d>b)"))
        let line = Array(repeating: UInt8(ascii: "a"), count: 1_000)
        #expect(
            allEvents(format, [line]) == [.discarded(offset: 0, length: 1_000, reason: .truncated)])
    }

    /// Each of the digits is a match, and each may go on to the line's end.
    @Test(arguments: [
        (#"(?<a>\d)(?:.*x)?"#, 1_000), (#"(?<a>\d)(?:(?:.?){256}x)?"#, 60),
        (#"(?:(?:.?){60}){30}(?<a>\d)"#, 60),
    ])
    func `W31 a line that would take too many steps is one bad line, and accounted for`(
        text: String, count: Int
    ) throws {
        var accumulator = SensorAccumulator(.pattern(try SensorPattern(text)))
        var offset = 0
        for end in ["\n", "\r\n"] {
            let line = Array((String(repeating: "7", count: count) + end).utf8)
            var events = accumulator.append(line)
            #expect(accumulator.takeValues().isEmpty)
            events += accumulator.flush()
            #expect(
                events == [.discarded(offset: offset, length: line.count, reason: .noise)])
            offset += line.count
        }
        #expect(accumulator.badLines == 2)
    }

    @Test func `a line of many matches that end soon is read to its last one`() throws {
        let format = try pattern(#"(?<a>\d{1,3});(?:-(?<b>\d))?"#)
        let line = (0..<255).map { "\($0 % 10);" }.joined()
        let read = events(line + "\r", format)
        #expect(read.count == 255)
        let wide = try pattern(#"(?<a>\d+).{0,256}=(?<b>\d+)"#)
        #expect(events("12" + String(repeating: " ", count: 250) + "=5\r", wide).count == 1)
    }

    @Test func `random patterns are accepted or refused and never trap`() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("(?<a>b)[]{1,2}|*+?\\^$.d-:P=".unicodeScalars)
        var accepted = 0
        for _ in 0..<1_500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                text.unicodeScalars.append(
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
            }
            guard let made = try? SensorPattern("(?<v>[0-9])" + text) else { continue }
            accepted += 1
            _ = allEvents(.pattern(made), [Array("b1d-1:2P=3\r\n<a>".utf8)])
        }
        #expect(accepted > 300)
    }
}

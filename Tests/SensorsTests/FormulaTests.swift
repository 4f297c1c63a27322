// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors
import TestSupport
import Testing

struct FormulaTests {
    @Test(arguments: [
        ("(204.5 - x) * 51.07", "123", 0, "4162"),
        ("(204.5 - x) * 51.07", "123", 3, "4162.205"),
        ("(204.5 - distance) * 51.07", "123", 1, "4162.2"),
        ("x", "12.30", 2, "12.30"), ("x", "12.35", 1, "12.4"), ("x", "-12.35", 1, "-12.4"),
        ("x", "0.5", 0, "1"), ("x", "-0.5", 0, "-1"), ("x", "0.49", 0, "0"), ("-x", "0.5", 0, "-1"),
        ("1 + 2 * 3 - 4 / 8", "0", 1, "6.5"), ("(1 + 2) * 3", "0", 0, "9"),
        ("8 / 4 / 2", "0", 0, "1"),
        ("10 - 3 - 2", "0", 0, "5"), ("--x", "5", 0, "5"), ("2 * -x", "5", 0, "-10"),
        ("-(x + 1)", "1", 0, "-2"),
        ("x / 3 * 3", "1", 5, "1.00000"), ("2 / 3", "0", 4, "0.6667"), ("0.1 + 0.2", "0", 1, "0.3"),
    ])
    func `a formula is exact`(_ text: String, _ value: String, _ decimals: UInt8, _ result: String)
        throws
    {
        let formula = try Formula(text, source: "distance")
        let number = try #require(FixedPoint(decimal: value.utf8))
        #expect(formula.value(for: number, decimals: decimals)?.description == result)
    }

    @Test(arguments: ["1 / x", "1 / (x - x)", "x / 0", "9223372036854775807 * 10"])
    func `a formula without a result gives none`(_ text: String) throws {
        #expect(try Formula(text).value(for: FixedPoint(0), decimals: 0) == nil)
    }

    @Test func `numbers beyond 128 bits give no result and no trap`() throws {
        let text = Array(repeating: "x", count: 60).joined(separator: "*")
        for mantissa in [Int64.min, .max, 3] {
            for decimals: UInt8 in [0, 18] {
                let formula = try Formula(text + "-x/7+x")
                _ = formula.value(for: FixedPoint(mantissa, decimals: decimals), decimals: 18)
            }
        }
        #expect(try Formula(text).value(for: FixedPoint(.min), decimals: 0) == nil)
        #expect(try Formula("-x").value(for: FixedPoint(.min), decimals: 0) == nil)
    }

    @Test(arguments: [
        ("", FormulaError.empty), ("   ", .empty),
        ("(x", .incomplete), ("x +", .incomplete), ("-", .incomplete),
        ("x)", .unexpected(column: 2, character: ")")),
        ("x x", .unexpected(column: 3, character: "x")),
        ("x ^ 2", .unexpected(column: 3, character: "^")),
        ("204,5 - x", .unexpected(column: 4, character: ",")),
        ("* x", .unexpected(column: 1, character: "*")),
        ("()", .unexpected(column: 2, character: ")")),
        ("y", .unknownName(column: 1, name: "y")),
        ("2 * volume", .unknownName(column: 5, name: "volume")),
        ("1.2.3", .badNumber(column: 1)), ("1e3", .badNumber(column: 1)),
        ("x + 2x", .badNumber(column: 5)), ("(x + 1e0)", .badNumber(column: 6)),
        ("5. + x", .badNumber(column: 1)), ("99999999999999999999", .badNumber(column: 1)),
        (String(repeating: "x+", count: 200) + "x", .tooLong(limit: 256)),
        (String(repeating: "(", count: 100), .tooDeep(column: 33, limit: 32)),
        (String(repeating: "-", count: 100), .tooDeep(column: 33, limit: 32)),
    ])
    func `a formula that cannot be computed is refused with its column`(
        _ text: String, _ error: FormulaError
    ) {
        #expect(throws: error) { try Formula(text) }
        #expect(!error.description.isEmpty)
    }

    @Test func `random formulas never trap`() {
        var random = SeededGenerator(seed: 5)
        let alphabet = Array("x+-*/(). 0123456789é")
        var (accepted, computed) = (0, 0)
        for _ in 0..<4_000 {
            let text = String(
                (0..<Int.random(in: 0...20, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            guard let formula = try? Formula(text) else { continue }
            accepted += 1
            if formula.value(for: FixedPoint(765, decimals: 3), decimals: 18) != nil {
                computed += 1
            }
        }
        #expect(accepted > 300)
        #expect(computed > 100)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

/// Exact decimals.
struct FixedPointTests {
    @Test(
        arguments: [
            (6_695, 3, "6.695"), (0, 3, "0.000"), (0, 0, "0"), (5, 1, "0.5"),
            (100_000, 3, "100.000"),
            (-63, 0, "-63"), (-24, 3, "-0.024"), (-1, 18, "-0.000000000000000001"),
            (.max, 0, "9223372036854775807"), (.min, 0, "-9223372036854775808"),
            (.min, 18, "-9.223372036854775808"),
        ] as [(Int64, UInt8, String)])
    func `a number prints with its decimals and without leading zeros`(
        _ mantissa: Int64, _ decimals: UInt8, _ text: String
    ) {
        #expect(FixedPoint(mantissa, decimals: decimals).description == text)
    }

    @Test func `W26 what is printed reads back as the same digits`() throws {
        var random = SeededGenerator(seed: 26)
        for _ in 0..<5_000 {
            let mantissa = Int64(bitPattern: random.next()) >> Int64(random.below(63))
            let decimals = UInt8(random.below(19))
            let text = FixedPoint(mantissa, decimals: decimals).description
            let digits = text.filter { $0 != "." }
            #expect(Int64(digits) == mantissa)
            let behind = text.firstIndex(of: ".").map {
                text.distance(from: $0, to: text.endIndex) - 1
            }
            #expect(behind ?? 0 == Int(decimals))
        }
    }

    @Test func `moving the point is exact or refused`() {
        #expect(FixedPoint(6_545_766).timesPowerOfTen(-3) == FixedPoint(6_545_766, decimals: 3))
        #expect(FixedPoint(15, decimals: 1).timesPowerOfTen(3) == FixedPoint(1_500))
        #expect(
            FixedPoint(12_345, decimals: 4).timesPowerOfTen(3) == FixedPoint(12_345, decimals: 1))
        #expect(FixedPoint(7, decimals: 2).timesPowerOfTen(0) == FixedPoint(7, decimals: 2))
        #expect(FixedPoint(1).timesPowerOfTen(18) == FixedPoint(1_000_000_000_000_000_000))
        #expect(FixedPoint(1).timesPowerOfTen(19) == nil)
        #expect(FixedPoint(10).timesPowerOfTen(18) == nil)
        #expect(FixedPoint(1).timesPowerOfTen(-18) == FixedPoint(1, decimals: 18))
        #expect(FixedPoint(1).timesPowerOfTen(-19) == nil)
        for absurd in [300, 100_000, Int.max, -300, -100_000, Int.min] {
            #expect(FixedPoint(1, decimals: 3).timesPowerOfTen(absurd) == nil)
        }
    }

    @Test func `more decimals keep the value and fewer are refused`() {
        #expect(FixedPoint(25, decimals: 1).rescaled(to: 3) == FixedPoint(2_500, decimals: 3))
        #expect(FixedPoint(25, decimals: 1).rescaled(to: 1) == FixedPoint(25, decimals: 1))
        #expect(FixedPoint(25, decimals: 1).rescaled(to: 0) == nil)
        #expect(FixedPoint(.max).rescaled(to: 1) == nil)
        #expect(FixedPoint(0).rescaled(to: 200) == FixedPoint(0, decimals: 200))
    }

    @Test func `a difference is exact or refused`() {
        let five = FixedPoint(5, decimals: 3)
        #expect(five.subtracting(FixedPoint(345, decimals: 2)) == FixedPoint(-3_445, decimals: 3))
        #expect(five.subtracting(five) == FixedPoint(0, decimals: 3))
        #expect(FixedPoint(.min).subtracting(FixedPoint(1)) == nil)
        #expect(FixedPoint(.max).subtracting(FixedPoint(1, decimals: 1)) == nil)
    }

    @Test(
        arguments: [
            (FixedPoint(99, decimals: 1), FixedPoint(10)),
            (FixedPoint(-1), FixedPoint(1, decimals: 18)),
            // The difference of these does not fit 64 bits, or one of them with the other's decimals.
            (FixedPoint(1, decimals: 18), FixedPoint(100)),
            (FixedPoint(-100), FixedPoint(-1, decimals: 18)),
            (FixedPoint(.min), FixedPoint(1)),
            (FixedPoint(.min), FixedPoint(.max)),
            (FixedPoint(.min), FixedPoint(.min, decimals: 18)),
            (FixedPoint(.max, decimals: 18), FixedPoint(.max)),
            (FixedPoint(.max, decimals: 255), FixedPoint(1)),
            (FixedPoint(-1), FixedPoint(.min, decimals: 255)),
        ])
    func `of two numbers exactly the smaller one is less`(_ small: FixedPoint, _ great: FixedPoint)
    {
        #expect(small.isLess(than: great))
        #expect(!great.isLess(than: small))
    }

    @Test func `a number is not less than itself written with more decimals`() {
        for (one, other) in [
            (FixedPoint(5), FixedPoint(500, decimals: 2)),
            (FixedPoint(0), FixedPoint(0, decimals: 18)),
            (FixedPoint(.max), FixedPoint(.max)),
        ] {
            #expect(!one.isLess(than: other))
            #expect(!other.isLess(than: one))
        }
    }
}

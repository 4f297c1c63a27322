// SPDX-License-Identifier: Apache-2.0
import Readings
import Testing

@testable import MeterChannel

/// A register's values, in Wh, and which of them are suspect.
@Suite struct RegisterWatchTests {
    private func suspects(_ values: [Int64]) -> [Int64] {
        var watch = RegisterWatch()
        return values.filter { watch.isSuspect(FixedPoint($0, decimals: 3)) }
    }

    @Test func `W27 a register that grows, stands still or is read after months is not suspect`() {
        #expect(suspects([0, 0, 5, 1_000, 1_000, 9_000_000, 19_000_000]) == [])
    }

    @Test func `W27 a register that falls or leaps is suspect, and not what goes on as before`() {
        #expect(suspects([5_000, 4_999, 5_001, 5_002]) == [4_999])
        #expect(suspects([5_000, 90_000_000_000, 5_001, 5_002]) == [90_000_000_000])
    }

    @Test func `W27 what three more values bear out is believed from then on`() {
        #expect(suspects([5_000, 10, 11, 12, 13, 14, 15]) == [10, 11, 12])
        #expect(suspects([5_000, 10, 11, 5_001, 12, 13, 14, 15, 16]) == [10, 11, 12, 13, 14])
    }

    @Test func `W27 numbers at the edge of 64 bits do not overflow`() {
        #expect(suspects([.max, .min, .max]) == [.min])
        var watch = RegisterWatch()
        _ = watch.isSuspect(FixedPoint(.max, decimals: 18))
        let answer = watch.isSuspect(FixedPoint(.max))
        #expect(answer)
    }
}

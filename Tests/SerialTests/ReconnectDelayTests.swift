// SPDX-License-Identifier: Apache-2.0
import Serial
import Testing

@Suite struct ReconnectDelayTests {
    /// Gives the same number for ever, so that each end of the range can be asked for.
    struct Fixed: RandomNumberGenerator {
        let value: UInt64
        func next() -> UInt64 { value }
    }

    private func waits(_ value: UInt64, count: Int) -> [Duration] {
        var generator = Fixed(value: value)
        var delay = ReconnectDelay()
        return (0..<count).map { _ in delay.next(using: &generator) }
    }

    @Test func `S1 the longest waits are 1, 2, 4, 8, 16 and then 30 seconds`() {
        let expected: [Duration] = [1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) }
        #expect(waits(.max, count: 8) == expected)
    }

    @Test func `S1 no wait is shorter than four fifths of that`() {
        let expected: [Duration] = [800, 1_600, 3_200, 6_400, 12_800, 24_000].map {
            .milliseconds($0)
        }
        // The lowest that random(in:using:) takes without asking again.
        #expect(waits(1 << 32, count: 6) == expected)
    }

    @Test func `a success starts the row again`() {
        var generator = Fixed(value: .max)
        var delay = ReconnectDelay()
        _ = delay.next(using: &generator)
        _ = delay.next(using: &generator)
        #expect(delay.attempts == 2)
        delay.reset()
        #expect(delay.next(using: &generator) == .seconds(1))
    }

    @Test func `after a thousand failures the wait is still 30 seconds`() {
        #expect(waits(.max, count: 1_000).last == .seconds(30))
    }
}

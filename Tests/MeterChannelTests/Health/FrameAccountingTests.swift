// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Testing

@testable import MeterChannel

@Suite struct FrameAccountingTests {
    private var accounting = FrameAccounting()
    private let meter = ReplayFloor.Epoch(
        title: SystemTitle(0x5341_4767_7000_1001), keyFingerprint: "a")

    /// The rule that holds at any time.
    private var isBalanced: Bool {
        guard let first = accounting.first?.value, let last = accounting.last?.value else {
            return false
        }
        return accounting.stored + accounting.missed == UInt64(last) - UInt64(first) + 1
    }

    @Test mutating func `frames in a row are stored, none is missed`() {
        #expect(accounting.count(FrameCounter(100), meter) == .first)
        for counter: UInt32 in 101...120 {
            #expect(accounting.count(FrameCounter(counter), meter) == .next)
        }
        #expect(accounting.stored == 21)
        #expect(accounting.missed == 0)
        #expect(isBalanced)
    }

    @Test mutating func `W16 the frames that a jump leaves out are missed, exactly`() {
        _ = accounting.count(FrameCounter(7), meter)
        #expect(accounting.count(FrameCounter(11), meter) == .gap(3))
        #expect(accounting.missed == 3)
        #expect(isBalanced)
    }

    @Test mutating func `stored and missed make up the whole range, whatever is lost`() {
        var random = SystemRandomNumberGenerator()
        var counter: UInt32 = 4_000
        for _ in 0..<2_000 {
            _ = accounting.count(FrameCounter(counter), meter)
            #expect(isBalanced)
            counter += UInt32.random(in: 1...5, using: &random)
        }
    }

    @Test mutating func `W17 the whole range of counters is counted without a trap`() {
        _ = accounting.count(FrameCounter(0), meter)
        #expect(accounting.count(.exhausted, meter) == .gap(4_294_967_294))
        #expect(isBalanced)
    }

    @Test mutating func `W11 another key begins a new epoch`() {
        _ = accounting.count(FrameCounter(500), meter)
        let renewed = ReplayFloor.Epoch(title: meter.title, keyFingerprint: "b")
        #expect(accounting.count(FrameCounter(0), renewed) == .first)
        #expect(accounting.stored == 1)
        #expect(accounting.missed == 0)
        #expect(isBalanced)
    }

    @Test mutating func `W18 another meter begins a new epoch`() {
        _ = accounting.count(FrameCounter(500), meter)
        let other = ReplayFloor.Epoch(
            title: SystemTitle(0x5341_4767_7000_2002), keyFingerprint: "a")
        #expect(accounting.count(FrameCounter(3), other) == .first)
        #expect(accounting.stored == 1)
        #expect(isBalanced)
    }

    @Test mutating func `W15 a counter that falls by order begins a new account`() {
        for counter: UInt32 in [500, 502, 3] { _ = accounting.count(FrameCounter(counter), meter) }
        #expect(accounting.first == FrameCounter(3))
        #expect(accounting.stored == 1)
        #expect(accounting.missed == 0)
        #expect(accounting.count(FrameCounter(3), meter) == .first, "and so does one that stays")
        #expect(accounting.count(FrameCounter(4), meter) == .next)
        #expect(isBalanced)
    }
}

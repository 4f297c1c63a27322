// SPDX-License-Identifier: Apache-2.0
import Readings
import Testing

/// What may name a meter.
struct MeterIDTests {
    @Test(arguments: ["a", "0", "flat-1", "shop_2", "gateway2", String(repeating: "x", count: 63)])
    func `letters, digits, minus and underscore name a meter`(_ text: String) {
        #expect(MeterID(text)?.text == text)
        #expect(MeterID(text)?.description == text)
    }

    @Test(arguments: [
        "", "gateway", "-a", "_a", "Flat", "flat 1", "flat/1", "flat#", "+", "flät", "flat\0",
        "flat\n", "e\u{301}", String(repeating: "x", count: 64),
    ])
    func `W28 anything else names none`(_ text: String) { #expect(MeterID(text) == nil) }
}

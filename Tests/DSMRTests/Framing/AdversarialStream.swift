// SPDX-License-Identifier: Apache-2.0
import DSMR
import TestSupport

/// Random bytes made of everything that framing could trip over, with a few good frames between.
struct AdversarialStream {
    private(set) var bytes: [UInt8] = []
    /// Where the good frames lie.
    private(set) var good: [Range<Int>] = []
    /// Whether a false head announces a payload in clear: telegrams behind it then may count as its own.
    private(set) var holdsText = false

    init(_ random: inout SeededGenerator, pieces: Int, longest: Int = 400) {
        for _ in 0..<pieces { add(&random, longest) }
    }

    /// The bytes in pieces of random lengths.
    func cut(_ random: inout SeededGenerator) -> [[UInt8]] {
        let longest = 1 + random.below(min(bytes.count, 3_000))
        return random.cut(bytes, longest: longest)
    }

    private mutating func add(_ random: inout SeededGenerator, _ longest: Int) {
        switch random.below(12) {
        case 0, 1: addGood(Framing.frame(random.bytes(1 + random.below(longest))))
        case 2: addGood(ClearTelegram.luxembourg(random.below(1_000), lines: 1 + random.below(4)))
        case 3: bytes += random.bytes(random.below(40))
        case 4:
            let controls: [UInt8] = [0x30, 0x30, 0x10, 0x20, 0x00, 0x21, 0xB0, 0x35]
            let control = controls[random.below(controls.count)]
            if control & 0xA0 == 0 { holdsText = true }
            bytes += Framing.head(length: random.below(longest), control: control)
        case 5:
            let frame = Framing.frame(random.bytes(random.below(60)))
            // Short of more than its last byte, which the DB behind it may happen to be.
            bytes += frame.prefix(random.below(frame.count - 1))
        case 6:
            let telegram = ClearTelegram.luxembourg(1, lines: 2)
            bytes += telegram.prefix(random.below(telegram.count))
        case 7: bytes += head(&random)
        case 8:
            let telegram = ClearTelegram.bytes(["1-0:1.8.0(1)"], checksum: .digits("0BAD"))
            bytes += telegram
        default: bytes += AdversarialStream.traps[random.below(AdversarialStream.traps.count)]
        }
    }

    private mutating func addGood(_ frame: [UInt8]) {
        good.append(bytes.count..<(bytes.count + frame.count))
        bytes += frame
    }

    /// A head with any title length and any form of the length.
    private func head(_ random: inout SeededGenerator) -> [UInt8] {
        let title = random.below(10)
        let forms: [[UInt8]] = [
            [0x40], [0x05], [0x80], [0x81, 0x50], [0x82, 0, 0x30], [0x83, 0, 0, 0x60],
            [0x84, 0, 0, 0, 0x22], [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x85, 0, 0, 0, 0, 9],
            [0x82, 0xFF, 0xFF],
        ]
        let letters = Framing.title + [1, 2]
        return [0xDB, UInt8(title)] + letters.prefix(title) + forms[random.below(forms.count)]
            + [0x30, 0, 0, 0, 1]
    }

    private static let traps: [[UInt8]] =
        [
            "/", "//", "/ABC5\r\n", "/ABC", "\r\n", "\r", "!", "\r\n!", "\r\n!\r\n", ")!12",
            "\r\n!ABCD\r", "(", ")", "/ABC5\u{2}x\r\n", "1-0:1.8.0(1)\r\n", "/ABC5\r\n\r\n!\r\n",
        ].map { Array($0.utf8) } + [
            [0xDB], [0xDB, 0xDB, 0xDB], [0xDB, 8], [0xDB, 0, 0x30], [0, 0x82, 0, 0x20], [0],
            [0xDB, 8, 0x53, 0x41, 0x47], Array("/ABC5\r\n".utf8) + [0, 0x82, 0, 0x10],
            [0xDB, 2, 0x41, 0x42, 0x20, 0x30, 0, 0, 0],
        ]
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline

/// The parts of the frame path, each with what it needs laid out beforehand.
struct FrameCases {
    private let ring: FrameRing
    private let context: CipherContext
    private let covered: Int
    private let envelope: TelegramEnvelope
    private let objects: Int
    private var pipeline: TelegramPipeline
    private var telegram = Telegram()
    private var plaintext: [UInt8]
    private var next = 0

    init(_ ring: FrameRing) throws {
        guard let context = CipherContext(key: ring.key, authenticationKey: .luxembourg),
            let slot = KeySlot(key: ring.key),
            let envelope = TelegramEnvelope(ring.text.span)
        else { throw BenchError.noCipher }
        self.ring = ring
        self.context = context
        self.envelope = envelope
        covered = envelope.mark + 1
        pipeline = TelegramPipeline(keys: [slot])
        plaintext = [UInt8](repeating: 0, count: ring.text.count)
        telegram.text.replaceSubrange(0..<ring.text.count, with: ring.text)
        objects = 55
        // What happens once, at a meter's first telegram, is no part of any figure.
        run(.all, times: 1)
        run(.parse, times: 1)
    }

    /// Repeats one case.
    mutating func run(_ name: FrameCase, times: Int) {
        for _ in 0..<times {
            switch name {
            case .open: open()
            case .crc: crc()
            case .parse: parse()
            case .all: all()
            }
        }
    }

    private mutating func open() {
        let frame = advance()
        let stream = ring.bytes
        let bytes = stream.span.extracting(frame)
        // DB 08, title, 82 hi lo, control, counter: 18 bytes, of which title and counter make the nonce.
        var nonce = [12 of UInt8](repeating: 0)
        for index in 0..<8 { nonce[index] = bytes[2 + index] }
        for index in 0..<4 { nonce[8 + index] = bytes[14 + index] }
        let isGenuine = context.open(
            nonce: nonce.span, control: 0x30, payload: bytes.extracting(18..<(bytes.count - 12)),
            tag: bytes.extracting(last: 12), into: &plaintext)
        precondition(isGenuine, "a tag is wrong")
    }

    private func crc() {
        let sum = CRC16.arc(ring.text.span.extracting(first: covered))
        precondition(sum != 0, "a checksum of nothing")
    }

    private mutating func parse() {
        let isWhole = TelegramParser.parse(&telegram, count: ring.text.count, envelope: envelope)
        precondition(isWhole && telegram.objects.count == objects, "a line is missing")
    }

    private mutating func all() {
        let frame = advance()
        if next == 1 { pipeline.floor = ReplayFloor() }
        let stream = ring.bytes
        var found = 0
        pipeline.read(stream.span.extracting(frame)) { event, telegram in
            if case .telegram = event { found = telegram.objects.count }
        }
        precondition(found == objects, "a line is missing")
    }

    private mutating func advance() -> Range<Int> {
        if next == ring.ranges.count { next = 0 }
        defer { next += 1 }
        return ring.ranges[next]
    }
}

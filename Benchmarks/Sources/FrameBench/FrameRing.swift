// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Readings
import Simulation

/// Sealed frames with rising counters, all holding the same telegram with the 55 objects of the Luxembourg list.
struct FrameRing {
    /// The frames, one behind the other.
    let bytes: [UInt8]
    /// Where each stands.
    let ranges: [Range<Int>]
    /// The telegram inside each.
    let text: [UInt8]
    let keyHex: String
    let key: EncryptionKey
    private let sealer: FrameSealer
    private let firstCounter: UInt32 = 1

    /// Seals so many frames; the same ones each time.
    init(count: Int) throws {
        let moment = UTCTime(seconds: 1_773_220_500)
        guard let id = MeterID("flat-1") else { throw BenchError.usage }
        var meter = try VirtualMeter(id: id, seed: 1, start: moment)
        text = meter.telegram(at: moment).text
        keyHex = meter.keyHex
        key = try EncryptionKey(hex: keyHex)
        sealer = try FrameSealer(key: key, title: meter.identity.systemTitle)
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for number in 0..<count {
            let frame = try sealer.frame(text, counter: firstCounter + UInt32(number))
            ranges.append(bytes.count..<(bytes.count + frame.count))
            bytes += frame
        }
        self.bytes = bytes
        self.ranges = ranges
    }

    /// One of the frames alone.
    subscript(number: Int) -> ArraySlice<UInt8> { bytes[ranges[number]] }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
public import FrameCrypto
import Readings
import Simulation

/// A stream as the fuzzer's bytes describe it: noise, clear telegrams and frames sealed under a known key.
///
/// Chance alone would never make a right tag, so the bytes are a list of orders: one byte says what, two how long, and the
/// content follows.
public struct StreamScript {
    /// What goes over the line.
    public private(set) var stream: [UInt8] = []
    /// Every payload that was ever sealed under the key.
    public private(set) var sealed: Set<[UInt8]> = []
    private var lastFrame: [UInt8] = []
    private var counter: UInt32 = 0
    private let title = Array("SAG".utf8) + [0x67, 0x70, 0, 0, 1]

    /// The key of all these frames.
    public static let key = try? EncryptionKey(hex: "0123456789ABCDEF0011223344556677")

    /// The orders, in the order of their numbers.
    public enum Order: UInt8, CaseIterable {
        /// The bytes as they are.
        case noise
        /// A frame around the bytes as they are.
        case seal
        /// A frame around a telegram with these lines.
        case telegram
        /// The same; the first two bytes choose control byte and form of length.
        case unusual
        /// The same with a fault; the first three bytes say where and which.
        case broken
        /// A telegram in clear, with its checksum.
        case clear
        /// The frame before, once more.
        case again
    }

    /// Carries out the orders.
    public init(_ input: inout FuzzInput) {
        while !input.isEmpty, stream.count < 60_000 {
            guard let order = Order(rawValue: input.byte() % UInt8(Order.allCases.count)) else {
                return
            }
            carryOut(order, input.field())
        }
    }

    private mutating func carryOut(_ order: Order, _ bytes: [UInt8]) {
        switch order {
        case .noise: stream += bytes
        case .seal: send(frame(bytes))
        case .telegram: send(frame(StreamScript.telegram(lines: bytes)))
        case .unusual:
            let form = LengthForm.allCases[Int(bytes.first ?? 0) % LengthForm.allCases.count]
            let control = [0x30, 0x10, 0x20, 0x00][Int(bytes.dropFirst().first ?? 0) % 4] as UInt8
            send(
                frame(
                    StreamScript.telegram(lines: Array(bytes.dropFirst(2))), control: control,
                    form: form))
        case .broken:
            send(broken(frame(StreamScript.telegram(lines: Array(bytes.dropFirst(3)))), by: bytes))
        case .clear: send(StreamScript.telegram(lines: bytes))
        case .again: stream += lastFrame
        }
    }

    private mutating func send(_ bytes: [UInt8]) {
        stream += bytes
        lastFrame = bytes
    }

    private mutating func frame(_ payload: [UInt8], control: UInt8 = 0x30, form: LengthForm = .two)
        -> [UInt8]
    {
        counter += 1
        guard let key = StreamScript.key,
            let sealer = try? FrameSealer(
                key: key, title: title, control: control, lengthForm: form),
            let frame = try? sealer.frame(payload, counter: counter)
        else { return [] }
        sealed.insert(payload)
        return frame
    }

    private func broken(_ frame: [UInt8], by bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 3, !frame.isEmpty else { return frame }
        var frame = frame
        let place = (Int(bytes[0]) << 8 | Int(bytes[1])) % frame.count
        switch bytes[2] % 4 {
        case 0: frame.removeLast(frame.count - place)
        case 1: frame.remove(at: place)
        case 2: frame.insert(bytes[2], at: place)
        default: frame[place] ^= 1 << (bytes[2] >> 5)
        }
        return frame
    }

    /// A telegram around some lines, with a right checksum.
    public static func telegram(lines: [UInt8]) -> [UInt8] {
        let covered = Array("/Lux5\\253663629_D\r\n\r\n".utf8) + lines + [UInt8(ascii: "!")]
        let digits = String(CRC16.arc(covered.span), radix: 16, uppercase: true)
        return covered
            + Array((String(repeating: "0", count: 4 - digits.count) + digits + "\r\n").utf8)
    }
}

// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Simulation

/// Opens a Luxembourg frame by the book, with nothing of the simulator but its key.
struct FrameOpener {
    let keyHex: String

    /// The text inside and its counter; `nil` when a byte is not as it must be.
    func open(_ frame: [UInt8]) throws -> (text: [UInt8], counter: UInt32)? {
        let tagStart = frame.count - 12
        guard frame.count > 30, Array(frame[0..<2]) == [0xDB, 8], frame[10] == 0x82,
            frame[13] == 0x30,
            Int(frame[11]) << 8 | Int(frame[12]) == frame.count - 13,
            let context = CipherContext(
                key: try EncryptionKey(hex: keyHex), authenticationKey: .luxembourg)
        else { return nil }
        var text = [UInt8](repeating: 0, count: tagStart - 18)
        let nonce = Array(frame[2..<10]) + frame[14..<18]
        let payload = Array(frame[18..<tagStart])
        let tag = Array(frame[tagStart...])
        let isGenuine = context.open(
            nonce: nonce.span, control: 0x30, payload: payload.span, tag: tag.span, into: &text)
        return isGenuine ? (text, frame[14..<18].reduce(0) { $0 << 8 | UInt32($1) }) : nil
    }
}

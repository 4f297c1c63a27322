// SPDX-License-Identifier: Apache-2.0
internal import DSMR
internal import FrameCrypto

/// Brings the payload of a frame into the storage of a telegram, opened where it is sealed, and
/// takes it apart there.
struct PayloadReader {
    private let winterOffset: Int64
    /// The telegram whose text the payload is.
    private(set) var telegram = Telegram(room: 3_072)
    /// How many bytes the payload has.
    private(set) var count = 0

    init(winterOffset: Int64) { self.winterOffset = winterOffset }

    /// Whether it begins as a telegram does.
    var isText: Bool { TelegramEnvelope.begins(telegram.text.span.extracting(first: count)) }

    /// Where the telegram in it begins and ends, and what its checksum says; `nil` when it is none.
    var envelope: TelegramEnvelope? {
        TelegramEnvelope(telegram.text.span.extracting(first: count))
    }

    /// Its first byte; `nil` when it is empty.
    var first: UInt8? { count > 0 ? telegram.text[0] : nil }

    /// Takes bytes that are in clear.
    mutating func take(_ bytes: Span<UInt8>) {
        count = min(bytes.count, FrameAccumulator.frameLimit)
        telegram.makeRoom(for: count)
        unsafe bytes.extracting(first: count).withUnsafeBytes { source in
            unsafe telegram.text.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        }
    }

    /// Takes the payload of a sealed frame; `true` when its tag is right.
    mutating func open(
        _ header: SealedHeader, _ frame: Span<UInt8>, _ context: CipherContext
    ) -> Bool {
        var nonce = [12 of UInt8](repeating: 0)
        let nonceCount = header.nonce(into: &nonce)
        let payload = frame.extracting(header.payloadStart..<header.payloadEnd)
        let tag = frame.extracting(header.payloadEnd..<header.total)
        let nonceBytes = nonce.span.extracting(first: nonceCount)
        count = payload.count
        telegram.makeRoom(for: count)
        guard header.control.isAuthenticated else {
            context.decipher(nonce: nonceBytes, payload: payload, into: &telegram.text)
            return false
        }
        guard header.control.isEncrypted else {
            take(payload)
            return context.verify(
                nonce: nonceBytes, control: header.control.byte, payload: payload, tag: tag)
        }
        return context.open(
            nonce: nonceBytes, control: header.control.byte, payload: payload, tag: tag,
            into: &telegram.text)
    }

    /// Takes the telegram apart; `false` when it holds lines of which none is a data object.
    mutating func parse(_ envelope: TelegramEnvelope) -> Bool {
        TelegramParser.parse(
            &telegram, count: count, envelope: envelope, winterOffset: winterOffset)
    }

    /// Overwrites what nobody may see.
    mutating func wipe() { CipherContext.wipe(&telegram.text, count: count) }
}

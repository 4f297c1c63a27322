// SPDX-License-Identifier: Apache-2.0
public import FrameCrypto

/// Puts telegrams into sealed frames, as a meter does.
///
///     DB | n | title ×n | length | control | counter ×4 | payload … | tag ×12
///
/// The length counts from the control byte on. Control bits (Luxembourg P1 specification 1.1.3,
/// 3.2.5): 10 adds a tag, 20 encrypts; 30, 20, 10 and 00 are possible. Belongs to one thread.
public struct FrameSealer {
    /// Up to eight bytes; they begin each nonce.
    public let title: [UInt8]
    /// The security control byte, 30 for Luxembourg.
    public let control: UInt8
    /// How the length is written.
    public let lengthForm: LengthForm
    private let context: CipherContext

    /// Makes a sealer for one key and one title.
    public init(
        key: EncryptionKey, authenticationKey: AuthenticationKey = .luxembourg, title: [UInt8],
        control: UInt8 = 0x30, lengthForm: LengthForm = .two
    ) throws(SimulationError) {
        guard title.count <= 8 else { throw .titleTooLong(bytes: title.count) }
        guard let context = CipherContext(key: key, authenticationKey: authenticationKey) else {
            throw .noCipher
        }
        self.title = title
        self.control = control
        self.lengthForm = lengthForm
        self.context = context
    }

    /// The frame of one payload under one counter.
    public func frame(_ payload: [UInt8], counter: UInt32) throws(SimulationError) -> [UInt8] {
        let counterBytes = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
        let (body, tag) = try sealed(payload, nonce: title + counterBytes)
        let length = 5 + body.count + tag.count
        guard let lengthBytes = lengthForm.octets(for: length) else {
            throw .lengthDoesNotFit(length)
        }
        var frame: [UInt8] = [0xDB, UInt8(title.count)]
        frame.reserveCapacity(2 + title.count + lengthBytes.count + length)
        frame += title
        frame += lengthBytes
        frame.append(control)
        frame += counterBytes
        frame += body
        frame += tag
        return frame
    }

    private func sealed(
        _ payload: [UInt8], nonce: [UInt8]
    ) throws(SimulationError) -> (body: [UInt8], tag: [UInt8]) {
        guard control & 0x20 != 0 else {
            guard control & 0x10 != 0 else { return (payload, []) }
            guard let tag = context.sign(nonce: nonce.span, control: control, payload: payload.span)
            else {
                throw .noCipher
            }
            return (payload, tag)
        }
        var body = [UInt8](repeating: 0, count: payload.count)
        guard
            let tag = context.seal(
                nonce: nonce.span, control: control, payload: payload.span, into: &body)
        else { throw .noCipher }
        // Without bit 4 the cipher is the same counter mode, only the tag stays at home.
        return (body, control & 0x10 != 0 ? tag : [])
    }
}

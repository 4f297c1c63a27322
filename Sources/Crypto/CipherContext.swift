// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// One OpenSSL context, keyed once for one meter and used for every frame of it.
///
/// AES-128-GCM with a tag of 12 bytes. The nonce is system title ‖ frame counter, the additional
/// data is security control ‖ authentication key (Luxembourg P1 specification 1.1.3, 3.2.5). Not
/// safe to share between threads: it belongs to the one channel that reads the meter.
@safe public final class CipherContext {
    /// Bytes of a tag on the wire.
    public static let tagBytes = 12

    private let context: OpaquePointer
    private let authenticationKey: AuthenticationKey
    private var nonceBytes = 12

    /// Makes a context for a key; `nil` only when OpenSSL has no memory or no AES-GCM.
    public init?(key: EncryptionKey, authenticationKey: AuthenticationKey) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        var copy = unsafe key.bytes
        defer { FrameCrypto.wipe(&copy) }
        let keyed = unsafe withUnsafeBytes(of: &copy) { bytes in
            unsafe EVP_CipherInit_ex(
                context, EVP_aes_128_gcm(), nil, bytes.bindMemory(to: UInt8.self).baseAddress, nil,
                0)
        }
        guard keyed == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            return nil
        }
        unsafe self.context = context
        self.authenticationKey = authenticationKey
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Decrypts a payload into `plaintext` and says whether its tag is right.
    ///
    /// When it is not, the caller may look at the bytes to tell a wrong key from a damaged frame;
    /// it must then ``wipe(_:count:)`` them and use none. They are zeros if nothing could be
    /// decrypted. `plaintext` must have room for the payload.
    public func open(
        nonce: Span<UInt8>, control: UInt8, payload: Span<UInt8>, tag: Span<UInt8>,
        into plaintext: inout [UInt8]
    ) -> Bool {
        guard begin(nonce, encrypting: 0), authenticate(control),
            update(payload, into: &plaintext)
        else {
            CipherContext.wipe(&plaintext, count: payload.count)
            return false
        }
        return finish(tag)
    }

    /// Checks the tag of a payload that travels in clear (security control 10).
    public func verify(nonce: Span<UInt8>, control: UInt8, payload: Span<UInt8>, tag: Span<UInt8>)
        -> Bool
    {
        guard begin(nonce, encrypting: 0), authenticate(control), authenticate(payload) else {
            return false
        }
        return finish(tag)
    }

    /// Decrypts a payload that has no tag (security control 20); nothing proves that the result is
    /// genuine.
    ///
    /// It is zeros if nothing could be decrypted.
    public func decipher(nonce: Span<UInt8>, payload: Span<UInt8>, into plaintext: inout [UInt8]) {
        guard begin(nonce, encrypting: 0), update(payload, into: &plaintext) else {
            return CipherContext.wipe(&plaintext, count: payload.count)
        }
    }

    /// Encrypts a payload and returns its tag: what a meter does.
    public func seal(
        nonce: Span<UInt8>, control: UInt8, payload: Span<UInt8>, into ciphertext: inout [UInt8]
    ) -> [UInt8]? {
        guard begin(nonce, encrypting: 1), authenticate(control),
            update(payload, into: &ciphertext),
            let tag = finalTag()
        else { return nil }
        return tag
    }

    /// Makes the tag of a payload that stays in clear (security control 10).
    public func sign(nonce: Span<UInt8>, control: UInt8, payload: Span<UInt8>) -> [UInt8]? {
        guard begin(nonce, encrypting: 1), authenticate(control), authenticate(payload) else {
            return nil
        }
        return finalTag()
    }

    /// Overwrites what a failed attempt left in a buffer.
    public static func wipe(_ plaintext: inout [UInt8], count: Int) {
        unsafe plaintext.withUnsafeMutableBytes {
            unsafe OPENSSL_cleanse($0.baseAddress, min(count, $0.count))
        }
    }
}

// The steps of EVP, in the order in which they must come.
extension CipherContext {
    private func begin(_ nonce: Span<UInt8>, encrypting: Int32) -> Bool {
        if nonce.count != nonceBytes {
            // A title shorter than eight bytes makes a shorter nonce; GCM takes any length (NIST SP
            // 800-38D, 7.1).
            guard
                unsafe EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_SET_IVLEN, Int32(nonce.count), nil) == 1
            else { return false }
            nonceBytes = nonce.count
        }
        return unsafe nonce.withUnsafeBufferPointer {
            unsafe EVP_CipherInit_ex(context, nil, nil, nil, $0.baseAddress, encrypting) == 1
        }
    }

    private func authenticate(_ control: UInt8) -> Bool {
        var additional = [17 of UInt8](repeating: control)
        for index in 0..<16 { additional[index + 1] = authenticationKey.bytes[index] }
        return authenticate(additional.span)
    }

    private func authenticate(_ bytes: Span<UInt8>) -> Bool {
        var written: Int32 = 0
        return unsafe bytes.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, nil, &written, $0.baseAddress, Int32($0.count)) == 1
        }
    }

    private func update(_ bytes: Span<UInt8>, into output: inout [UInt8]) -> Bool {
        precondition(output.count >= bytes.count, "no room for the plaintext")
        var written: Int32 = 0
        return unsafe bytes.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe EVP_CipherUpdate(
                    context, output.baseAddress, &written, input.baseAddress, Int32(input.count))
                    == 1
            }
        }
    }

    private func finish(_ tag: Span<UInt8>) -> Bool {
        guard tag.count == CipherContext.tagBytes else { return false }
        var expected = [12 of UInt8](repeating: 0)
        for index in 0..<12 { expected[index] = tag[index] }
        var nothing = [16 of UInt8](repeating: 0)
        var written: Int32 = 0
        return unsafe withUnsafeMutableBytes(of: &expected) { expected in
            unsafe withUnsafeMutableBytes(of: &nothing) { nothing in
                unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 12, expected.baseAddress)
                    == 1
                    && EVP_CipherFinal_ex(
                        context, nothing.bindMemory(to: UInt8.self).baseAddress, &written) == 1
            }
        }
    }

    private func finalTag() -> [UInt8]? {
        var nothing = [UInt8](repeating: 0, count: 16)
        var tag = [UInt8](repeating: 0, count: CipherContext.tagBytes)
        var written: Int32 = 0
        guard unsafe EVP_CipherFinal_ex(context, &nothing, &written) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 12, &tag) == 1
        else { return nil }
        return tag
    }
}

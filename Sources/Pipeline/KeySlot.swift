// SPDX-License-Identifier: Apache-2.0
public import FrameCrypto

/// One key to try, with the context that OpenSSL keeps for it.
public struct KeySlot {
    let context: CipherContext
    let fingerprint: String

    /// Prepares a key; `nil` only when OpenSSL has no memory.
    public init?(key: EncryptionKey, authenticationKey: AuthenticationKey = .luxembourg) {
        guard let context = CipherContext(key: key, authenticationKey: authenticationKey) else {
            return nil
        }
        self.context = context
        fingerprint = key.fingerprint
    }
}

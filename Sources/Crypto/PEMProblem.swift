// SPDX-License-Identifier: Apache-2.0

/// Why a file for TLS cannot be used.
public enum PEMProblem: Error, Sendable, Hashable {
    /// There is no block with a certificate in it.
    case noCertificate
    /// The certificate with this number, from 1, is not whole or is none.
    case brokenCertificate(number: Int)
    /// There is no block with a private key in it.
    case noKey
    /// The private key is not whole or is none.
    case brokenKey
    /// The private key is encrypted, and nobody is there to be asked for its password.
    case encryptedKey
    /// The private key is another one's than the certificate's.
    case otherKey
}

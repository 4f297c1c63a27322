// SPDX-License-Identifier: Apache-2.0

/// How the connection is encrypted: TLS 1.2 or newer, and the broker's certificate is always
/// verified.
public struct MQTTTLS: Sendable, Hashable {
    /// PEM file with the authorities that may vouch for the broker; the system's when absent.
    public var caFile: String?

    /// PEM file with the certificate chain we identify ourselves with.
    public var certFile: String?

    /// PEM file with the unencrypted private key of `certFile`.
    public var keyFile: String?

    /// TLS with the system's authorities, unless files are given.
    public init(caFile: String? = nil, certFile: String? = nil, keyFile: String? = nil) {
        self.caFile = caFile
        self.certFile = certFile
        self.keyFile = keyFile
    }
}

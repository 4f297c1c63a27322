// SPDX-License-Identifier: Apache-2.0

/// The files with which the gateway proves to the broker who it is.
public struct ClientCertificate: Sendable, Hashable {
    /// The certificate in PEM form.
    public let certificateFile: String
    /// Its private key in PEM form.
    public let keyFile: String
}

// SPDX-License-Identifier: Apache-2.0

/// What a test's broker is to be like.
public struct BrokerOptions: Sendable {
    /// Files of the TLS listener: authority, certificate, key.
    public struct TLS: Sendable {
        /// The authority that must have signed client certificates, if those are required.
        public var caFile: String
        /// The broker's certificate.
        public var certFile: String
        /// The certificate's key.
        public var keyFile: String
        /// Whether clients must identify themselves by a certificate.
        public var requiresClientCertificate: Bool

        /// A listener with the given files.
        public init(
            caFile: String, certFile: String, keyFile: String,
            requiresClientCertificate: Bool = false
        ) {
            self.caFile = caFile
            self.certFile = certFile
            self.keyFile = keyFile
            self.requiresClientCertificate = requiresClientCertificate
        }
    }

    /// Encryption of the tested listener; the plain listener for subscribers stays as it is.
    public var tls: TLS?

    /// Users and their passwords; anybody may connect when empty.
    ///
    /// Subscribers need none.
    public var users: [String: String] = [:]

    /// Lines of an access control list, for example `topic write meters/#`.
    public var accessRules: [String] = []

    /// Whether retained messages survive a clean restart.
    public var isPersistent = false

    /// Further lines of the configuration file, for the broker as a whole.
    public var extraLines: [String] = []

    /// A broker without encryption, users, rules or persistence.
    public init() {}
}

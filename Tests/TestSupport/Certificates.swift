// SPDX-License-Identifier: Apache-2.0

/// Certificates for one test, made by the `openssl` command in a folder of the test's own.
public struct Certificates: Sendable {
    /// The folder with all files.
    public let folder: TemporaryFolder

    /// An empty folder.
    public init() throws {
        folder = try TemporaryFolder()
    }

    /// Makes an authority, `NAME.pem` and `NAME.key`, and returns the path of its certificate.
    public func makeAuthority(_ name: String) async throws -> String {
        try await openssl(
            Self.newKey + [
                "-x509", "-subj", "/CN=\(name)", "-days", "30", "-keyout", "\(name).key",
                "-out", "\(name).pem", "-addext", "basicConstraints=critical,CA:TRUE",
            ])
        return folder.file("\(name).pem")
    }

    /// Makes `NAME.pem` and `NAME.key` for a host or an address, signed by an authority.
    ///
    /// `validity` is first and last day as openssl writes them (`20200101000000Z`); 30 days from now
    /// when absent.
    public func make(
        _ name: String, for alternativeName: String, by authority: String,
        validity: (from: String, to: String)? = nil
    ) async throws {
        try await openssl(
            Self.newKey + ["-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr"])
        try folder.write("subjectAltName=\(alternativeName)\n", to: "\(name).ext")
        guard let validity else {
            try await openssl([
                "x509", "-req", "-in", "\(name).csr", "-CA", "\(authority).pem",
                "-CAkey", "\(authority).key", "-CAcreateserial", "-days", "30",
                "-extfile", "\(name).ext", "-out", "\(name).pem",
            ])
            return
        }
        // Only the small certificate authority command of OpenSSL 3.0 takes dates.
        try folder.write("", to: "\(name).index")
        try folder.write("01\n", to: "\(name).serial")
        try folder.write(
            """
            [ca]
            default_ca = ours
            [ours]
            database = \(name).index
            serial = \(name).serial
            new_certs_dir = .
            default_md = sha256
            policy = anything
            [anything]
            commonName = supplied

            """, to: "\(name).cnf")
        try await openssl([
            "ca", "-batch", "-notext", "-config", "\(name).cnf", "-cert", "\(authority).pem",
            "-keyfile", "\(authority).key", "-in", "\(name).csr", "-extfile", "\(name).ext",
            "-startdate", validity.from, "-enddate", validity.to, "-out", "\(name).pem",
        ])
    }

    /// The broker's TLS files for a certificate made here.
    public func listener(
        _ name: String, authority: String, requiresClientCertificate: Bool = false
    ) -> BrokerOptions.TLS {
        BrokerOptions.TLS(
            caFile: folder.file("\(authority).pem"), certFile: folder.file("\(name).pem"),
            keyFile: folder.file("\(name).key"),
            requiresClientCertificate: requiresClientCertificate)
    }

    private static let newKey = [
        "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
    ]

    private func openssl(_ arguments: [String]) async throws {
        let child = try ChildProcess(["openssl"] + arguments, folder: folder.path)
        let status = await child.waitForEnd()
        guard status == 0 else { throw BrokerFailure(output: child.lines.entries) }
    }
}

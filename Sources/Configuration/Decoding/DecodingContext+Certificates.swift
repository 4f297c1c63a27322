// SPDX-License-Identifier: Apache-2.0
import FrameCrypto

// Files for TLS are read as the TLS library will read them, long before it does.
extension DecodingContext {
    /// The path of a file with certificates; with `isUsed`, they are looked at.
    ///
    /// Those of `ca_file` are all trusted alike; of those that are shown the first counts.
    func certificateFile(_ field: Field?, isUsed: Bool, isTrusted: Bool) -> String? {
        guard let field, let path = path(field), let bytes = bytes(of: path, field) else {
            return nil
        }
        guard isUsed else { return path }
        do throws(PEMProblem) {
            let certificates = try CertificateList(pem: bytes)
            if let expiry = isTrusted ? certificates.expiryOfAll : certificates.expiry {
                field.warn("\(field.shown) expired on \(expiry)", "have it renewed")
            }
        } catch {
            warn(error, field)
        }
        return path
    }

    /// The paths of a certificate and its key; with `isUsed`, they are held against each other.
    func clientCertificate(_ certificate: Field, _ key: Field, isUsed: Bool) -> ClientCertificate? {
        let file = certificateFile(certificate, isUsed: isUsed, isTrusted: false)
        guard let text = secretFile(key), let keyPath = path(key), let file else { return nil }
        // What is wrong with the certificate has been said by now.
        if isUsed, let chain = bytes(of: file, certificate),
            let certificates = try? CertificateList(pem: chain)
        {
            do throws(PEMProblem) {
                try certificates.check(key: Array(text.utf8))
            } catch {
                warn(error, key)
            }
        }
        return ClientCertificate(certificateFile: file, keyFile: keyPath)
    }

    private func bytes(of path: String, _ field: Field) -> [UInt8]? {
        do {
            // Read, not only looked for: a file without permission helps no one.
            return try files.contents(of: path, limit: DocumentReader.sizeLimit).bytes
        } catch {
            field.report("\(field.shown) \(error.description)", error.remedy)
            return nil
        }
    }

    /// Says what is wrong; a warning, since meters are read and stored without a broker too.
    private func warn(_ problem: PEMProblem, _ field: Field) {
        let name = field.shown
        switch problem {
        case .noCertificate:
            field.warn(
                "\(name) holds no certificate in PEM form",
                "name a file with a block -----BEGIN CERTIFICATE-----")
        case .brokenCertificate(let number):
            field.warn(
                "certificate \(number) in \(name) is damaged or not whole", "copy the file again")
        case .noKey:
            field.warn(
                "\(name) holds no private key in PEM form",
                "name a file with a block -----BEGIN PRIVATE KEY-----")
        case .brokenKey:
            field.warn("the key in \(name) is damaged or not whole", "copy the file again")
        case .encryptedKey:
            field.warn(
                "the key in \(name) is encrypted, and nobody is there to type its password",
                "write it without one: openssl pkey -in \(name) -out NEW; chmod 600 NEW")
        case .otherKey:
            field.warn(
                "the key in \(name) is not that of the certificate in cert_file",
                "name the two that belong together")
        }
    }
}

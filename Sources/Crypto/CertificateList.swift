// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import Glibc

/// The certificates of a PEM file, read as the TLS library will read them.
@safe public struct CertificateList: ~Copyable {
    private let handles: [OpaquePointer]

    /// Reads all certificates of a file; other blocks are passed over.
    public init(pem: [UInt8]) throws(PEMProblem) {
        guard let text = PEMText(pem) else { throw .noCertificate }
        var handles: [OpaquePointer] = unsafe []
        while let handle = unsafe PEM_read_bio_X509_AUX(text.bio, nil, nil, nil) {
            unsafe handles.append(handle)
        }
        let isWhole = text.isAtEnd
        let count = unsafe handles.count
        guard isWhole, count > 0 else {
            unsafe handles.forEach { unsafe X509_free($0) }
            throw isWhole ? .noCertificate : .brokenCertificate(number: count + 1)
        }
        unsafe self.handles = handles
    }

    deinit { unsafe handles.forEach { unsafe X509_free($0) } }

    /// The day on which the first of them expired, as `2026-11-29`; `nil` if it has not.
    ///
    /// That is the one that is shown; those behind it vouch for it.
    public var expiry: String? {
        guard let first = unsafe handles.first else { return nil }
        return unsafe CertificateList.end(of: first)
    }

    /// The day on which the last of them expired, as `2026-11-29`; `nil` as long as one has not.
    ///
    /// Of certificates that are trusted, each is as good as another.
    public var expiryOfAll: String? {
        let ends = unsafe handles.map { unsafe CertificateList.end(of: $0) }
        return ends.contains(nil) ? nil : ends.compactMap(\.self).max()
    }

    /// The day on which a certificate expired; `nil` if it has not.
    private static func end(of certificate: OpaquePointer) -> String? {
        guard let end = unsafe X509_get0_notAfter(certificate),
            unsafe X509_cmp_current_time(end) < 0
        else { return nil }
        var time = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(end, &time) == 1 else { return nil }
        func digits(_ number: Int32) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return unsafe "\(time.tm_year + 1_900)-\(digits(time.tm_mon + 1))-\(digits(time.tm_mday))"
    }

    /// Whether a key in PEM form can be used with the first of them.
    public func check(key pem: [UInt8]) throws(PEMProblem) {
        guard let text = PEMText(pem), let first = unsafe handles.first else { throw .noKey }
        // Without an answer of our own OpenSSL would ask at the terminal.
        let ask:
            @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?)
                -> Int32 = { _, _, _, asked in
                    unsafe asked?.storeBytes(of: true, as: Bool.self)
                    return -1
                }
        var wasAsked = false
        let key = unsafe PEM_read_bio_PrivateKey(text.bio, nil, ask, &wasAsked)
        guard let key = unsafe key else {
            throw wasAsked ? .encryptedKey : text.holds("PRIVATE KEY-----") ? .brokenKey : .noKey
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard unsafe X509_check_private_key(first, key) == 1 else { throw .otherKey }
    }
}

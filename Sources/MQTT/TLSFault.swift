// SPDX-License-Identifier: Apache-2.0

/// Why a TLS connection did not come about.
public enum TLSFault: Error, Sendable, Hashable {
    /// The broker's certificate is past its last day.
    case expired
    /// The broker's certificate, or our clock, is ahead of or behind the other.
    case notYetValid
    /// The certificate is valid but for another name.
    case wrongHost
    /// Nobody we trust vouches for the certificate.
    case unknownAuthority
    /// One of our own files cannot be read or does not fit the others.
    case unusableFile(String)
    /// The broker hung up before it answered and gave no reason.
    case closed
    /// Anything else, in the words of the TLS library.
    case other(String)

    /// The short name used in health reports.
    public var code: String {
        switch self {
        case .expired: "tls_expired"
        case .notYetValid: "tls_not_yet_valid"
        case .wrongHost: "tls_wrong_host"
        case .unknownAuthority: "tls_unknown_ca"
        case .unusableFile: "tls_file"
        case .closed, .other: "tls"
        }
    }
}

extension TLSFault: CustomStringConvertible {
    /// What is wrong and what to do about it, as one sentence.
    public var description: String {
        switch self {
        case .expired: "the broker's certificate has expired; renew it on the broker"
        case .notYetValid: "the broker's certificate is not valid yet; check both clocks"
        case .wrongHost:
            "the broker's certificate is for another name; connect by the name it carries"
        case .unknownAuthority:
            "the broker's certificate is signed by an unknown authority; give its CA as ca_file"
        case .unusableFile(let detail): "\(detail); check ca_file, cert_file and key_file"
        case .closed:
            "the broker hung up during TLS; it may want a client certificate or no TLS on this port"
        case .other(let detail): "TLS failed: \(detail)"
        }
    }
}

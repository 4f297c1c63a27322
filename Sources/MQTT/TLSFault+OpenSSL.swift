// SPDX-License-Identifier: Apache-2.0
import CMosquitto

extension TLSFault {
    /// What a line of the library's error log means, together with OpenSSL's verdict on the
    /// certificate.
    ///
    /// Nothing for a line that is not about TLS.
    init?(logLine line: String, verification: Int32) {
        if line.hasPrefix("Error: host name verification failed") {
            self = .wrongHost
        } else if line.hasPrefix("Error: Unable to load") || line.contains("inconsistent") {
            self = .unusableFile(String(line.dropFirst("Error: ".count)))
        } else if line.hasPrefix("OpenSSL Error") {
            self = TLSFault(verification: verification) ?? .other(Self.reason(in: line))
        } else {
            return nil
        }
    }

    /// What OpenSSL's verdict on a certificate means; nothing if the certificate is good.
    init?(verification: Int32) {
        switch verification {
        case X509_V_OK:
            return nil
        case X509_V_ERR_CERT_NOT_YET_VALID:
            self = .notYetValid
        case X509_V_ERR_CERT_HAS_EXPIRED:
            self = .expired
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            self = .wrongHost
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
            self = .unknownAuthority
        default:
            guard let text = unsafe X509_verify_cert_error_string(Int(verification)) else {
                return nil
            }
            self = unsafe .other(String(cString: text))
        }
    }

    /// The last part of an OpenSSL error, "error:0A000086:SSL routines::certificate verify failed".
    private static func reason(in line: String) -> String {
        line.split(separator: ":").last.map(String.init) ?? line
    }
}

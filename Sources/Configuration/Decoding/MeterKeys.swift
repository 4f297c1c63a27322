// SPDX-License-Identifier: Apache-2.0
import FrameCrypto

/// The keys of a meter, from files, from the environment or from the configuration itself.
struct MeterKeys {
    static let keys = ["key", "key_file", "auth_key", "auth_key_file"]

    let encryption: EncryptionKey?
    let authentication: AuthenticationKey

    init(_ section: Section, context: DecodingContext) {
        authentication = MeterKeys.authentication(section, context) ?? .luxembourg
        encryption = MeterKeys.encryption(section, context)
    }

    private static func encryption(_ section: Section, _ context: DecodingContext) -> EncryptionKey?
    {
        guard let (field, isFile) = section.oneOf("key_file", "key"),
            let text = isFile ? context.secretFile(field) : context.inlineSecret(field)
        else { return nil }
        do {
            let key = try EncryptionKey(hex: text)
            let earlier = field.findings.claim(
                Findings.Claim(kind: "key", value: key.fingerprint), path: field.path,
                at: field.position)
            if let earlier {
                field.warn(
                    "the key is the same as that of \(earlier)",
                    "each meter has a key of its own")
            }
            return key
        } catch {
            report(error, field, isFile: isFile)
            return nil
        }
    }

    private static func authentication(_ section: Section, _ context: DecodingContext)
        -> AuthenticationKey?
    {
        guard let (field, isFile) = section.oneOf("auth_key_file", "auth_key"),
            let text = isFile ? context.secretFile(field) : context.inlineSecret(field)
        else { return nil }
        do {
            return try AuthenticationKey(hex: text)
        } catch {
            report(error, field, isFile: isFile)
            return nil
        }
    }

    /// Says what is wrong with a key and shows none of it.
    private static func report(_ error: KeyError, _ field: Field, isFile: Bool) {
        let subject = isFile ? "\(field.shown): " : ""
        switch error {
        case .wrongLength(let digits):
            field.report(
                "\(subject)expected 32 hex digits, found \(digits)",
                "copy the whole key from the grid operator's letter")
        case .notHex(let position):
            field.report(
                "\(subject)expected 32 hex digits, but character \(position) is none",
                "write the digits 0-9 and A-F without blanks between them")
        case .allZero:
            field.report(
                "\(subject)the key is all zeros", "enter the one from the grid operator's letter")
        case .isPublicAuthenticationKey:
            field.report(
                "\(subject)this is the public authentication key, not the meter's own",
                "enter the key from the grid operator's letter")
        }
    }
}

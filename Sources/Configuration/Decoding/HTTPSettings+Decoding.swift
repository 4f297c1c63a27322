// SPDX-License-Identifier: Apache-2.0
import FrameCrypto

extension HTTPSettings {
    private static let fallback = ListenAddress(host: "127.0.0.1", port: 8_480)

    /// Reads the section `http`; `nil` without a usable address or access.
    init?(_ field: Field, context: DecodingContext) {
        guard
            let section = field.section([
                "listen", "token", "token_file", "auth", "hosts", "streams",
            ])
        else { return nil }
        let listen =
            section["listen"].map(HTTPSettings.address) ?? HTTPSettings.fallback
        let access = HTTPSettings.access(section, listen: listen, context)
        hosts = (section["hosts"]?.elements() ?? []).compactMap(HTTPSettings.host)
        streams = section["streams"]?.integer(in: 1...256) ?? 16
        guard let listen, let access else { return nil }
        self.listen = listen
        self.access = access
    }

    private static func address(_ field: Field) -> ListenAddress? {
        guard let text = field.text(limit: 300) else { return nil }
        let example = "write address:port, such as 127.0.0.1:8480, or 0.0.0.0:8480 for all"
        do throws(HostAndPort.Problem) {
            let address = try HostAndPort(text[...])
            guard !text.hasSuffix("/") else { throw .path }
            return ListenAddress(host: address.host, port: address.port ?? fallback.port)
        } catch {
            switch error {
            case .credentials, .path:
                field.report("'\(field.shown)' is more than an address and a port", example)
            case .host: field.report("'\(field.shown)' has no valid address", example)
            case .port: field.report("the port is not a number from 1 to 65535", example)
            }
            return nil
        }
    }

    /// Who may talk to the server; `nil` when that is not said or not said clearly.
    private static func access(
        _ section: Section, listen: ListenAddress?, _ context: DecodingContext
    ) -> HTTPAccess? {
        let isOpen = section["auth"].map(isNone)
        if let (field, isFile) = section.oneOf("token_file", "token") {
            section["auth"]?.report(
                "both a token and 'auth' are given",
                "remove auth: none, or the token if really everybody may see the meters")
            return token(field, isFile: isFile, context).map { .token($0) }
        }
        if isOpen == false { return nil }
        guard let listen else { return nil }
        if listen.isLoopback { return .loopback }
        if isOpen == true { return .open }
        section["listen"]?.report(
            "others could see the meters at \(section["listen"]?.shown ?? "") without showing a token",
            "add token_file: http.token with 32 hex digits in it (openssl rand -hex 16), "
                + "or auth: none if everybody on the network may see them")
        return nil
    }

    /// The only word that `auth` knows.
    private static func isNone(_ field: Field) -> Bool {
        guard let text = field.text() else { return false }
        if text == "none" { return true }
        field.report(
            "expected none, found '\(field.shown)'", "write none, or give token_file instead")
        return false
    }

    private static func token(_ field: Field, isFile: Bool, _ context: DecodingContext)
        -> AccessToken?
    {
        guard let text = isFile ? context.secretFile(field) : context.inlineSecret(field) else {
            return nil
        }
        let remedy = "make one with 'openssl rand -hex 16'"
        do {
            return try AccessToken(hex: text)
        } catch {
            switch error {
            case .wrongLength(let digits):
                field.report(
                    "a token has \(AccessToken.lengths.lowerBound) to \(AccessToken.lengths.upperBound) hex digits, found \(digits) characters",
                    remedy)
            case .notHex(let position):
                field.report(
                    "a token is made of hex digits, but character \(position) is none", remedy)
            case .allZero, .isPublicAuthenticationKey:
                field.report("anybody could guess this token", remedy)
            }
            return nil
        }
    }

    /// A name that a browser may send as `Host`, in small letters.
    private static func host(_ field: Field) -> String? {
        guard let text = field.text(limit: 253) else { return nil }
        guard let address = try? HostAndPort(text[...]), address.port == nil,
            !text.hasSuffix("/")
        else {
            field.report(
                "'\(field.shown)' is no host name", "write the name alone, such as cellar.lan")
            return nil
        }
        return address.host.lowercased()
    }
}

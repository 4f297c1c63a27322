// SPDX-License-Identifier: Apache-2.0

/// What the gateway takes for a broker's address, so that no street is written that it refuses.
enum BrokerURL {
    /// Whether a text is `mqtt://HOST[:PORT]` or `mqtts://HOST[:PORT]`, the host a name or an
    /// address, one of IPv6 in brackets.
    static func isValid(_ text: String) -> Bool {
        guard let scheme = ["mqtt://", "mqtts://"].first(where: text.hasPrefix) else {
            return false
        }
        var address = text.dropFirst(scheme.count)
        if address.hasSuffix("/") { address.removeLast() }
        let port: Substring
        if address.hasPrefix("[") {
            guard let end = address.firstIndex(of: "]") else { return false }
            guard isAddress(address[..<end].dropFirst()) else { return false }
            port = address[end...].dropFirst()
        } else {
            let host = address.prefix { $0 != ":" }
            guard isName(host) else { return false }
            port = address.dropFirst(host.count)
        }
        return port.isEmpty || port.hasPrefix(":") && isPort(port.dropFirst())
    }

    private static func isName(_ host: Substring) -> Bool {
        !host.isEmpty && host.utf8.count <= 253 && !host.hasPrefix("-") && !host.hasPrefix(".")
            && host.allSatisfy { isPlain($0) || "-._".contains($0) }
    }

    private static func isAddress(_ host: Substring) -> Bool {
        host.contains(":") && host.allSatisfy { isPlain($0) || ":.%".contains($0) }
    }

    private static func isPort(_ digits: Substring) -> Bool {
        digits.allSatisfy { $0.isASCII && $0.isNumber } && (UInt16(digits) ?? 0) > 0
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// `host`, `host:port` or `[address]:port`: what follows `://` in the URLs of a configuration.
struct HostAndPort: Hashable {
    /// Why a text is none.
    enum Problem: Error {
        case credentials, path, host, port
    }

    let host: String
    let port: UInt16?

    init(_ text: Substring) throws(Problem) {
        guard !text.contains("@") else { throw .credentials }
        let address = text.hasSuffix("/") ? text.dropLast() : text
        guard !address.contains(where: { "/?#".contains($0) }) else { throw .path }
        let rest: Substring
        if address.hasPrefix("[") {
            guard let end = address.firstIndex(of: "]") else { throw .host }
            host = String(address[..<end].dropFirst())
            rest = address[end...].dropFirst()
            guard host.contains(":"),
                host.utf8.allSatisfy({ ByteClass.isLetterOrDigit($0) || ":.%".utf8.contains($0) })
            else { throw .host }
        } else {
            host = String(address.prefix { $0 != ":" })
            rest = address[address.index(address.startIndex, offsetBy: host.count)...]
            guard !host.isEmpty, host.utf8.count <= 253, !host.hasPrefix("-"), !host.hasPrefix("."),
                host.utf8.allSatisfy({ ByteClass.isLetterOrDigit($0) || "-._".utf8.contains($0) })
            else { throw .host }
        }
        guard !rest.isEmpty else {
            port = nil
            return
        }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.utf8.allSatisfy(ByteClass.isDigit),
            let number = UInt16(digits), number > 0
        else { throw .port }
        port = number
    }
}

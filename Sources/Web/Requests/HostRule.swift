// SPDX-License-Identifier: Apache-2.0

/// Which names clients may address the server by.
///
/// A page of somebody else whose name suddenly leads here (DNS rebinding) still sends its own name:
/// only ours are answered.
struct HostRule: Sendable {
    private let names: Set<String>

    init(_ settings: WebSettings) {
        names = Set(settings.hosts + ["localhost", "::1", settings.host.lowercased()])
            // Where we listen everywhere, that is nobody's name.
            .subtracting(["0.0.0.0", "::"])
    }

    /// Whether a Host field names us; `address` is the one that the client reached.
    func allows(_ field: String, at address: String?) -> Bool {
        guard let name = HostRule.name(field) else { return false }
        // A socket for both families writes an IPv4 address behind a prefix.
        return names.contains(name) || name == address || "::ffff:\(name)" == address
            || HostRule.isLoopback(name)
    }

    /// The name in a Host field, in small letters, without port, brackets and last point.
    private static func name(_ field: String) -> String? {
        let field = field.lowercased()[...]
        if field.hasPrefix("[") {
            guard let end = field.firstIndex(of: "]") else { return nil }
            let name = field[..<end].dropFirst()
            guard name.contains(":"), isPort(field[end...].dropFirst()) else { return nil }
            return String(name)
        }
        let end = field.firstIndex(of: ":") ?? field.endIndex
        guard isPort(field[end...]) else { return nil }
        var name = field[..<end]
        if name.hasSuffix(".") { name.removeLast() }
        return name.isEmpty ? nil : String(name)
    }

    /// Whether it is nothing, or a colon and digits; RFC 3986 lets a port be empty.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.utf8.dropFirst().allSatisfy(isDigit)
    }

    /// Whether a name is an address of 127.0.0.0/8, as it is usually written.
    private static func isLoopback(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isOctet)
    }

    /// A number from 0 to 255 of digits alone, without zeros before it.
    private static func isOctet(_ text: Substring) -> Bool {
        text.utf8.allSatisfy(isDigit) && UInt8(text) != nil && (text == "0" || text.first != "0")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

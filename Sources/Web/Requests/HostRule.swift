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
    func allows(_ field: String?, at address: String?) -> Bool {
        guard let field, let name = HostRule.name(field) else { return false }
        // A socket for both families writes an IPv4 address behind a prefix.
        return names.contains(name) || name == address || "::ffff:\(name)" == address
            || HostRule.isLoopback(name)
    }

    /// The name in a Host field, in small letters, without port, brackets and last point.
    private static func name(_ field: String) -> String? {
        var name = field.lowercased()[...]
        if name.hasPrefix("[") {
            guard let end = name.firstIndex(of: "]") else { return nil }
            return String(name[name.index(after: name.startIndex)..<end])
        }
        if let colon = name.firstIndex(of: ":") {
            guard name[name.index(after: colon)...].allSatisfy(\.isNumber) else { return nil }
            name = name[..<colon]
        }
        if name.hasSuffix(".") { name.removeLast() }
        return name.isEmpty ? nil : String(name)
    }

    /// Whether a name is an address of 127.0.0.0/8.
    private static func isLoopback(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

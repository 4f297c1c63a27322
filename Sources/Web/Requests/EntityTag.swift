// SPDX-License-Identifier: Apache-2.0

/// Tells whether a client already has what it asks for.
struct EntityTag: Sendable, Hashable {
    /// As it stands in ETag: weak, because the bytes may travel compressed or not.
    let text: String

    /// The tag of a body: FNV-1a in 64 bits, which tells versions apart and protects nothing.
    init(_ bytes: [UInt8]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
        let digits = String(hash, radix: 16)
        text = "W/\"" + String(repeating: "0", count: 16 - digits.count) + digits + "\""
    }

    /// Whether an If-None-Match names it.
    func isNamed(in field: String?) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { part in
            let part = part.drop { $0 == " " }
            return part == "*" || part.hasPrefix(text)
                || (part.hasPrefix("\"") && text.dropFirst(2) == part)
        }
    }
}

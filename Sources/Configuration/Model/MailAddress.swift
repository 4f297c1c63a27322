// SPDX-License-Identifier: Apache-2.0

/// An address of electronic mail, `local@domain` in ASCII.
///
/// It holds nothing that could end a header or begin an option of a program.
public struct MailAddress: Sendable, Hashable {
    /// The address itself.
    public let text: String

    /// Takes an address of the usual form, at most 254 characters; `nil` otherwise.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[0].utf8.count <= 64, !text.hasPrefix("-"), !parts[1].hasPrefix("-"),
            parts[0].utf8.allSatisfy({
                ByteClass.isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0)
            }),
            parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy({
                !$0.isEmpty
                    && $0.utf8.allSatisfy {
                        ByteClass.isLetterOrDigit($0) || $0 == UInt8(ascii: "-")
                    }
            })
        else { return nil }
        self.text = text
    }
}

extension MailAddress: CustomStringConvertible {
    /// The address itself.
    public var description: String { text }
}

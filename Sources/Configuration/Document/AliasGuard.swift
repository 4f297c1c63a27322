// SPDX-License-Identifier: Apache-2.0

/// Refuses a text with many aliases before the YAML library sees it.
///
/// Anchors and aliases are refused one by one when the nodes are read. But the library compares the
/// keys of each mapping, and a key made of aliases of aliases can stand for more values than any
/// memory holds. With no more than this many aliases that work stays small.
enum AliasGuard {
    static let limit = 24
    static let problem = "anchors (&name) and aliases (*name) are not offered"
    static let remedy =
        "write the value out in each place; put text that begins with & or * in quotes"

    /// What is wrong at a place; of an alias also where its anchor is.
    static func problem(at place: DocumentPosition, anchor: DocumentPosition) -> String {
        place == anchor ? problem : "\(problem); the anchor of this one is in line \(anchor.line)"
    }

    /// The place of the first word too many that looks like an alias.
    static func firstExcessiveAlias(in text: String) -> DocumentPosition? {
        var found = 0
        var line = 1
        var column = 1
        var previous: UInt8 = UInt8(ascii: "\n")
        var isComment = false
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let startsWord = " \t\n\r,[{:?-".utf8.contains(previous)
            if byte == UInt8(ascii: "#"), startsWord { isComment = true }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { isComment = false }
            if byte == UInt8(ascii: "*"), startsWord, !isComment, index + 1 < bytes.count,
                !" \t\r\n".utf8.contains(bytes[index + 1])
            {
                found += 1
                if found > limit { return DocumentPosition(line: line, column: column) }
            }
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
            previous = byte
        }
        return nil
    }
}

// SPDX-License-Identifier: Apache-2.0
import Yams

/// A text in which keys that stand twice in one mapping are told apart.
///
/// The YAML library throws at the first such key and names one place only. Replacing one letter of
/// that key by a private-use character, which keeps all places as they are, lets it read on; the
/// reader then finds both keys.
struct RenamedKeys {
    /// The private-use characters that libyaml prints and this struct uses, one for each renaming.
    private static let markers: ClosedRange<UInt32> = 0xE000...0xE03F

    private(set) var text: String
    private var originals: [DocumentPosition: (renamed: String, original: Unicode.Scalar)] = [:]

    init(_ text: String) { self.text = text }

    /// Renames the key at a mark; false when it cannot be done, or was done too often.
    mutating func rename(at mark: Mark) -> Bool {
        let position = DocumentPosition(mark)
        guard originals[position] == nil, originals.count < RenamedKeys.markers.count,
            let marker = Unicode.Scalar(RenamedKeys.markers.lowerBound + UInt32(originals.count)),
            var index = index(of: position)
        else { return false }
        let scalars = text.unicodeScalars
        if scalars[index] == "\"" || scalars[index] == "'" { index = scalars.index(after: index) }
        guard index < scalars.endIndex,
            scalars[index].properties.isAlphabetic || scalars[index] == "_"
        else {
            return false
        }
        originals[position] = (String(marker), scalars[index])
        text.unicodeScalars.replaceSubrange(index...index, with: [marker])
        return true
    }

    /// The key as it stands in the file.
    func original(of key: String, at position: DocumentPosition) -> String {
        guard let change = originals[position], key.hasPrefix(change.renamed) else { return key }
        return String(change.original) + key.dropFirst()
    }

    private func index(of position: DocumentPosition) -> String.Index? {
        var line = 1
        var column = 1
        for index in text.unicodeScalars.indices {
            if line == position.line, column == position.column { return index }
            // libyaml ends a line at each of these.
            switch text.unicodeScalars[index] {
            case "\r"
            where text.unicodeScalars[text.unicodeScalars.index(after: index)...].first == "\n":
                continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                line += 1
                column = 1
            default: column += 1
            }
            if line > position.line { return nil }
        }
        return nil
    }
}

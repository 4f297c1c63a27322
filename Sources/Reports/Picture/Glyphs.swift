// SPDX-License-Identifier: Apache-2.0

/// Letters and signs that the font of the pictures has.
///
/// For one that no font has, gnuplot's cairo draws a box of a size without bounds: a black shape
/// over the whole picture, and no text at all. So none is ever given to it.
enum Glyphs {
    /// What stands for a letter that the font does not have.
    static let unknown: Character = "□"

    /// What DejaVu Sans has: of Latin, Greek, Cyrillic, Hebrew, Arabic and Georgian scripts, and of
    /// punctuation and signs.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0xA0...0x2E9, 0x300...0x34F, 0x370...0x377, 0x37A...0x37F, 0x384...0x38A,
        0x38C...0x38C, 0x38E...0x3A1, 0x3A3...0x525, 0x531...0x556, 0x559...0x55F, 0x561...0x587,
        0x5B0...0x5C3, 0x5D0...0x5EA, 0x60C...0x60C, 0x61B...0x61B, 0x61F...0x61F, 0x621...0x63A,
        0x640...0x655, 0x660...0x670, 0x679...0x6BF, 0x6F0...0x6F9, 0x10D0...0x10FC,
        0x1E00...0x1EFB, 0x2010...0x2027, 0x202F...0x205E, 0x2070...0x2071, 0x2074...0x208E,
        0x20A0...0x20B5, 0x20BD...0x20BD, 0x2100...0x2109, 0x210B...0x2149, 0x2150...0x2185,
        0x2190...0x2311, 0x2500...0x269C, 0x2701...0x2704, 0x2706...0x2709, 0x270C...0x2727,
        0x2729...0x274B, 0xFB00...0xFB06,
    ]

    /// A text without the signs that are no letters, such as emoji, and with a box for each letter
    /// that cannot be drawn.
    static func drawable(_ text: String) -> String {
        var result = ""
        for character in text {
            let scalars = character.unicodeScalars
            if let first = scalars.first, has(first) || isControl(first) {
                // What is put upon a letter is left out if it is not there.
                result.unicodeScalars.append(contentsOf: scalars.filter { has($0) || $0 == first })
            } else if scalars.contains(where: isNoLetter) {
                if result.last == " " { result.removeLast() }
            } else {
                result.append(unknown)
            }
        }
        while result.first == " " { result.removeFirst() }
        return result.isEmpty && !text.isEmpty ? String(unknown) : result
    }

    /// Emoji, and marks that cannot be seen.
    private static func isNoLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmoji || scalar.properties.generalCategory == .format
    }

    private static func has(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
    }

    /// Line feeds and the like, which ``PictureScript/quoted(_:)`` makes blanks.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}

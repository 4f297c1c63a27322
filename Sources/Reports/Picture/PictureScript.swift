// SPDX-License-Identifier: Apache-2.0

/// A program for gnuplot with its data, line by line.
struct PictureScript {
    /// The picture's size in pixels.
    let width: Int
    let height: Int
    private(set) var lines: [String] = []
    /// The files of numbers it reads, by name.
    private(set) var files: [(name: String, text: String)] = []
    private var labels = 0

    /// Begins a picture.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        lines = [
            "set terminal pngcairo size \(width),\(height) font 'DejaVu Sans,11' background '#ffffff'",
            "set output 'picture.png'", "set encoding utf8", "set decimalsign '.'", "unset key",
            "set border 0", "set style textbox opaque noborder fc rgb '#ffffff' margins 0.6,0.4",
            "set multiplot",
        ]
    }

    /// Adds a line as it is.
    mutating func add(_ line: String) { lines.append(line) }

    /// Adds a file of numbers.
    mutating func file(_ name: String, _ text: String) { files.append((name, text)) }

    /// The program; it reads and writes its files where it is run.
    var text: String { (lines + ["unset multiplot", ""]).joined(separator: "\n") }

    /// Where a text is bound to its place.
    enum Alignment: String {
        case left, center, right
    }

    /// Writes lines of text at a place, which is given in gnuplot's words.
    mutating func label(
        _ text: [String], at place: String, _ alignment: Alignment = .left, size: Int = 11,
        colour: String = Palette.quiet, options: String = ""
    ) {
        labels += 1
        add(
            "set label \(labels) \(text.map { PictureScript.quoted(Glyphs.drawable($0)) }.joined(separator: ".\"\\n\".")) at \(place) \(alignment.rawValue) "
                + "noenhanced font ',\(size)' textcolor rgb '\(colour)' \(options)")
    }

    /// How many pixels wide the longest of some lines of the smallest letters is at most.
    static func width(_ lines: [String], boxed: Bool = false) -> Double {
        Double(lines.map(\.count).max() ?? 0) * 7 + (boxed ? 10 : 0)
    }

    /// Forgets all texts, shapes and arrows of the part before.
    mutating func clear() {
        labels = 0
        add("unset label; unset object; unset arrow")
    }

    /// A name that leaves room for the numbers beside it.
    static func short(_ name: String) -> String {
        name.count > 48 ? name.prefix(47) + "…" : name
    }

    /// A text that gnuplot takes for nothing else: no line's end, no command between backquotes.
    static func quoted(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": safe += "''"
            case "`": safe += "´"
            default:
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                safe.unicodeScalars.append(isControl ? " " : scalar)
            }
        }
        return "'\(safe)'"
    }
}

// SPDX-License-Identifier: Apache-2.0

/// A table of a mail, as text and as a part of a page.
struct MailTable {
    /// The heads of the columns.
    let heads: [String]
    /// The rows, each with as many cells.
    let rows: [[String]]
    /// Which columns hold words, and begin at the left; those of numbers end at the right.
    let words: Set<Int>

    /// Columns of text; lines without a line feed.
    var text: [String] {
        let all = [heads] + rows
        let widths = heads.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            var line = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return words.contains(column) ? cell + blanks : blanks + cell
            }.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    /// The same for a page, in letters of this style.
    func page(_ ink: String) -> String {
        let line = "border-bottom:1px solid \(Palette.grid);padding:5px 10px"
        func row(_ tag: String, _ cells: [String]) -> String {
            let parts = cells.enumerated().map { column, cell in
                let side = words.contains(column) ? "left" : "right"
                return
                    "<\(tag) style=\"\(line);text-align:\(side)\">\(ReportMail.escaped(cell))</\(tag)>"
            }
            return "<tr>" + parts.joined() + "</tr>\n"
        }
        return "<table style=\"border-collapse:collapse;\(ink)\">\n" + row("th", heads)
            + rows.map { row("td", $0) }.joined() + "</table>\n"
    }
}

// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// The units a duration may be written in, with their milliseconds, from large to small.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
        ("ms", 1),
    ]

    /// Reads a whole number and a unit, such as `250ms`, `10s` or `7d`; `nil` for anything else.
    init?(written text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text[digits.endIndex...]
        guard (1...9).contains(digits.count), let number = Int64(digits),
            let scale = Duration.units.first(where: { $0.name == unit })?.milliseconds
        else { return nil }
        self = .milliseconds(number * scale)
    }

    /// The shortest way to write it, in whole milliseconds.
    var written: String {
        let milliseconds =
            components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        for unit in Duration.units where milliseconds != 0 && milliseconds % unit.milliseconds == 0
        {
            return "\(milliseconds / unit.milliseconds)\(unit.name)"
        }
        return "0s"
    }
}

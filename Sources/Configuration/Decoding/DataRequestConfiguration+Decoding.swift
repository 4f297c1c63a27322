// SPDX-License-Identifier: Apache-2.0

extension DataRequestConfiguration {
    /// Reads a line, and claims it: one line has one user.
    init?(_ field: Field, defaultActiveLow: Bool, context: DecodingContext) {
        guard let section = field.section(["chip", "line", "line_name", "active_low", "on_exit"])
        else { return nil }
        let chip = section.required(
            "chip", "write the label, name or path of a chip, such as gpiochip0")?.text(limit: 256)
        let line = DataRequestConfiguration.line(section)
        isActiveLow = section["active_low"]?.boolean() ?? defaultActiveLow
        onExit = section["on_exit"]?.choice() ?? .release
        guard let chip, let line else { return nil }
        self.chip = chip
        self.line = line
        let device = chip.hasPrefix("/") ? context.files.canonicalPath(of: chip) ?? chip : chip
        let name = device.hasPrefix("/dev/") ? String(device.dropFirst(5)) : device
        field.claim("line", "\(name) \(line)", remedy: "give each its own line") {
            "\(line) of \(chip) is already used by \($0)"
        }
    }

    private static func line(_ section: Section) -> LineSelector? {
        guard let (field, isNumber) = section.oneOf("line", "line_name") else {
            section.report(
                "neither 'line' nor 'line_name' is given", "write line: 17 or line_name: GPIO17")
            return nil
        }
        return isNumber
            ? field.integer(in: 0...65_535).map { .offset(UInt32($0)) }
            : field.text(limit: 64).map { .name($0) }
    }
}

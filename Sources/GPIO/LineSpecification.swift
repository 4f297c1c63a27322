// SPDX-License-Identifier: Apache-2.0

/// One output line as the configuration names it.
public struct LineSpecification: Sendable, Hashable {
    /// The chip's label (`pinctrl-bcm2711`), its name (`gpiochip0`) or its path (`/dev/gpiochip0`).
    ///
    /// Prefer the label: numbers change between boards and kernels.
    public var chip: String
    /// The line of that chip.
    public var line: LineSelector
    /// Whether the line's active level is the low one.
    public var activeLow: Bool
    /// What happens to the line when it is let go.
    public var onExit: ExitLevel

    /// Names a line; nothing is opened.
    public init(
        chip: String, line: LineSelector, activeLow: Bool = false, onExit: ExitLevel = .release
    ) {
        self.chip = chip
        self.line = line
        self.activeLow = activeLow
        self.onExit = onExit
    }
}

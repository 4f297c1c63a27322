// SPDX-License-Identifier: Apache-2.0

/// A GPIO line that asks a meter or sensor for data.
public struct DataRequestConfiguration: Sendable, Hashable {
    /// The chip by its label, name or path.
    public let chip: String
    /// The line on it.
    public let line: LineSelector
    /// Whether low means "send".
    ///
    /// Default true for a meter, whose request goes through a transistor, false for a sensor.
    public let isActiveLow: Bool
    /// What becomes of it at the end.
    ///
    /// Default release.
    public let onExit: ExitBehaviour
}

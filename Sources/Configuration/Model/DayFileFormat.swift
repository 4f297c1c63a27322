// SPDX-License-Identifier: Apache-2.0

/// How the lines of a day file look.
public enum DayFileFormat: String, Sendable, Hashable, CaseIterable {
    /// Date, time, register, energy since midnight and power, separated by blanks: as the first
    /// logger wrote them.
    case original
    /// Identification, time and registers, separated by tabs: as the board with five ports wrote
    /// them.
    case teensy
}

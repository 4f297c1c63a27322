// SPDX-License-Identifier: Apache-2.0

/// How the lines of a day file look.
public enum DayFileLayout: String, Sendable, Hashable, CaseIterable {
    /// `22.11.26 00:00:59 25653.012 0.012 720`: date, time, register, energy since midnight and
    /// power, with blanks between them.
    case original
    /// Name, time, four registers and the tank's centimetres, with tabs between them.
    case teensy
}

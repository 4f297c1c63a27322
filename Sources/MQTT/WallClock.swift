// SPDX-License-Identifier: Apache-2.0

/// A judgement on the system's clock, which a Pi without a battery starts with at some old date.
enum WallClock {
    /// 2025-01-01T00:00:00Z in seconds since 1970.
    private static let earliestPossible = 1_735_689_600

    /// Whether a time in seconds since 1970 cannot be the present.
    static func looksUnset(at seconds: Int) -> Bool {
        seconds < earliestPossible
    }
}

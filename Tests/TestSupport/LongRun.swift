// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Whether METER_LONG=1 asks for the goals in full; without it the same tests run with fewer rounds.
public enum LongRun {
    /// Whether it does.
    public static let isOn = unsafe getenv("METER_LONG").map { unsafe String(cString: $0) } == "1"
}

// SPDX-License-Identifier: Apache-2.0

/// A moment by both clocks, taken right behind the system call it is about.
struct Stamp: Sendable {
    /// Milliseconds of UTC since 1970.
    let milliseconds: Int64
    /// Nanoseconds of CLOCK_MONOTONIC, which no step of the wall clock moves.
    let monotonic: Int64

    /// This moment.
    static func now() -> Stamp {
        let monotonic = SystemCall.monotonic()
        return Stamp(milliseconds: SystemCall.wallClock(), monotonic: monotonic)
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Lets at most twelve lines an hour into the log about one thing that comes and goes.
///
/// A pure value without a clock.
struct LogLimit: Sendable {
    /// The most lines in an hour.
    static let most = 12

    private var times: [ContinuousClock.Instant] = []
    private var leftOut = 0

    /// What to add to a line that may be written; nothing if it is to be left out.
    mutating func room(at now: ContinuousClock.Instant) -> String? {
        times.removeAll { now - $0 >= .seconds(3_600) }
        guard times.count < Self.most else {
            leftOut += 1
            return nil
        }
        times.append(now)
        defer { leftOut = 0 }
        if leftOut > 0 { return " (\(leftOut) such lines were left out before)" }
        return times.count == Self.most ? " (the next ones within the hour are left out)" : ""
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How long to wait before a port is tried again: 1, 2, 4, 8, 16, 30, 30 … seconds.
///
/// Each wait is shortened at random by up to a fifth, so that ports which failed together do not
/// try together. It is never longer than the number in the row.
public struct ReconnectDelay: Sendable, Hashable {
    /// The failures since the last success.
    public private(set) var attempts = 0

    private static let longest = 30_000
    private static let first = 1_000

    /// Starts at one second.
    public init() {}

    /// The wait after one more failure.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let full = min(Self.first << min(attempts, 5), Self.longest)
        attempts += 1
        return .milliseconds(Int.random(in: full - full / 5...full, using: &generator))
    }

    /// Notes a success: the next wait is the shortest again.
    public mutating func reset() { attempts = 0 }
}

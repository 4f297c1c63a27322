// SPDX-License-Identifier: Apache-2.0

/// What a serial line spoiled since the start, as far as its driver counts that.
public struct LineErrors: Sendable, Hashable {
    /// Bytes without a stop bit or with a wrong parity bit: wrong speed, inverted level or noise.
    public var framing: UInt64 = 0
    /// Bytes that the hardware or the kernel lost because nobody took them in time.
    public var overruns: UInt64 = 0

    /// Nothing spoiled yet.
    public init() {}
}

// SPDX-License-Identifier: Apache-2.0

/// The number a meter gives each frame: one more than the last, until the key is changed.
///
/// 32 bits, big endian on the wire. At FFFFFFFF the meter stops for good (Luxembourg P1
/// specification 1.1.3, 3.2.5). DLMS calls it the invocation counter.
public struct FrameCounter: Sendable, Hashable, Comparable {
    /// The counter as a number.
    public let value: UInt32

    /// Wraps a counter's number.
    public init(_ value: UInt32) { self.value = value }

    /// The last value there is; a meter that reached it sends nothing more.
    public static let exhausted = FrameCounter(.max)

    /// The earlier frame is the smaller one.
    public static func < (left: FrameCounter, right: FrameCounter) -> Bool {
        left.value < right.value
    }
}

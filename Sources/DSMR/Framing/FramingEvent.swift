// SPDX-License-Identifier: Apache-2.0

/// What the accumulator says of a stretch of the stream; the stretches follow each other without a
/// hole.
public enum FramingEvent: Sendable, Hashable {
    /// A frame that the judge accepted.
    case frame(offset: Int, length: Int)
    /// Bytes that are part of no accepted frame.
    case discarded(Discarded)
}

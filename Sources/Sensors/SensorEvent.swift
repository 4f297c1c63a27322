// SPDX-License-Identifier: Apache-2.0

/// What became of a stretch of a sensor's bytes; events follow each other without a gap.
public enum SensorEvent: Sendable, Hashable {
    /// A valid reading.
    case sample(SensorSample)
    /// Bytes that are none; adjacent ones of one reason come as one event.
    case discarded(offset: Int, length: Int, reason: SensorDiscardReason)

    /// The place of its first byte in the stream.
    public var offset: Int {
        switch self {
        case .sample(let sample): sample.offset
        case .discarded(let offset, _, _): offset
        }
    }

    /// How many bytes it accounts for.
    public var length: Int {
        switch self {
        case .sample(let sample): sample.length
        case .discarded(_, let length, _): length
        }
    }
}

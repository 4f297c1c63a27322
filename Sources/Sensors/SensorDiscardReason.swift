// SPDX-License-Identifier: Apache-2.0

/// Why bytes of a sensor gave no sample; the raw value is the word `decode` prints.
public enum SensorDiscardReason: String, Sendable, Hashable, CaseIterable {
    /// The bytes are no reading of this format.
    case noise
    /// The line fell silent, or the input ended, in the middle of what may have been a reading.
    case truncated
    /// The line has no end within 256 bytes.
    case oversize
}

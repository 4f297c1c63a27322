// SPDX-License-Identifier: Apache-2.0

/// How much of a period was seen; the raw value is the word in exports.
public enum Quality: String, Sendable, Hashable, CaseIterable {
    /// Telegrams came from before its start until its end, without a silence.
    case complete
    /// A silence, the meter's exchange or the present cuts into it.
    case partial
    /// No telegram came.
    case missing
}

// SPDX-License-Identifier: Apache-2.0

/// How much of the latest telegrams may be lost in a power cut.
public enum Durability: String, Sendable, Hashable, CaseIterable {
    /// Each telegram is committed at once and forced to the disk once a minute.
    case balanced
    /// Each telegram is forced to the disk.
    case strict
    /// Telegrams are written in groups of a minute, which wears a memory card least.
    case gentle
}

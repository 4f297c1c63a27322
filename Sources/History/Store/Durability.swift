// SPDX-License-Identifier: Apache-2.0

/// How much a power cut may take, against how much is written; a killed process loses nothing that
/// was committed.
public enum Durability: String, Sendable, Hashable {
    /// Each telegram is committed at once and a minute's telegrams are forced to the medium
    /// together: a power cut takes at most a minute.
    case balanced
    /// Each telegram is forced to the medium at once: a power cut takes nothing.
    case strict
    /// Telegrams are kept in memory for a minute and then written together: a killed process or a
    /// power cut takes a minute.
    case gentle
}

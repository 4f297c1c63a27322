// SPDX-License-Identifier: Apache-2.0

/// What became of something that was to be written to the history.
enum SeriesOutcome: Sendable, Hashable {
    /// It is committed.
    case written
    /// The history is not where the writer of the batch thinks: it has to be worked out anew.
    case overtaken
    /// There is no database now, or telegrams are being saved from a damaged one.
    case unavailable
}

// SPDX-License-Identifier: Apache-2.0

/// What came of an order to let a meter's frame counter begin anew.
public enum CounterOutcome: Sendable, Hashable {
    /// It counts, and a restart does not forget it.
    case written
    /// It counts; a restart before it is written forgets it.
    case unwritten
    /// No epoch of the meter is known, so nothing has changed.
    case nothingKnown
}

// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

/// What one transaction adds to the history.
struct SeriesBatch: Sendable {
    /// What a meter or sensor adds.
    struct Part: Sendable {
        let meter: MeterID
        let output: RollUpOutput
        /// Where its roll-up stands with it.
        let tail: RollUpTail
    }

    /// Where the roll-up stood in the log before, and stands after it; `nil` if no telegram is in
    /// it.
    var positions: (before: Int64, after: Int64)?
    var parts: [Part] = []
    var events: [RecordedEvent] = []
}

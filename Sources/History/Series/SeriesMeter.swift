// SPDX-License-Identifier: Apache-2.0
import Readings

/// A row of the table `series_meter`: a meter or sensor that has a history.
struct SeriesMeter: Sendable {
    /// Its number in the keys of rows.
    let number: Int64
    let meter: MeterID
    /// Where its roll-up stands, packed.
    let tail: [UInt8]
}

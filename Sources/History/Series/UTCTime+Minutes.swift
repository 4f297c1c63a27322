// SPDX-License-Identifier: Apache-2.0
import Readings

extension UTCTime {
    /// A number of minutes later, as a row says it; the length of a period, whatever a damaged row
    /// claims.
    func later(minutes: Int64) -> UTCTime {
        UTCTime(milliseconds: milliseconds + max(1, min(minutes, 50_000)) * 60_000)
    }
}

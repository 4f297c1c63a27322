// SPDX-License-Identifier: Apache-2.0
import Readings

/// A stretch of time.
struct TimeSpan: Hashable {
    let start: UTCTime
    let end: UTCTime
}

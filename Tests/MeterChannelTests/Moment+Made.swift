// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings

extension Moment {
    /// So long after a made-up start: an uptime of 1,000 s, at 2026-03-11T09:15:00Z.
    static func at(_ time: Duration = .zero) -> Moment {
        let parts = time.components
        let nanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        return Moment(
            uptime: 1_000_000_000_000 + nanoseconds,
            wall: UTCTime(milliseconds: 1_773_220_500_000 + nanoseconds / 1_000_000))
    }
}

extension Duration {
    /// The made-up uptime so long after the start, in nanoseconds.
    var uptime: Int64 { Moment.at(self).uptime }
}

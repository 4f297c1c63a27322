// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Readings

/// Two clocks that move when they are told to.
final class ManualClock: Sendable {
    private let uptime = Mutex(Duration.seconds(1_000))
    private let wall = Mutex(UTCTime(seconds: 1_770_000_000))

    /// The clock as the log sees it.
    var clock: StoreClock {
        StoreClock(uptime: { self.uptime.withLock { $0 } }, wall: { self.wall.withLock { $0 } })
    }

    /// Lets time pass on both clocks.
    func advance(_ seconds: Int64) {
        uptime.withLock { $0 += .seconds(seconds) }
        wall.withLock { $0 = UTCTime(milliseconds: $0.milliseconds + seconds * 1_000) }
    }

    /// Sets the calendar alone.
    func step(to time: UTCTime) { wall.withLock { $0 = time } }

    /// What the calendar says.
    var now: UTCTime { wall.withLock { $0 } }
}

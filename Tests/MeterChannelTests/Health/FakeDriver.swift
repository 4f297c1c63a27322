// SPDX-License-Identifier: Apache-2.0
import Locking
import Serial

@testable import MeterChannel

/// A driver that counts what a test says, for ports that are pseudo-terminals and count nothing.
final class FakeDriver: Sendable {
    /// What it counts now; `nil` for one that keeps no counters.
    let counts = Mutex<LineCounters?>(
        LineCounters(framing: 0, overrun: 0, parity: 0, breaks: 0, bufferOverrun: 0))
    /// The descriptors it was asked for.
    let asked = Mutex<[Int32]>([])

    /// Counters of two kinds, nothing else counted.
    func counts(framing: Int, overrun: Int) -> LineCounters {
        LineCounters(framing: framing, overrun: overrun, parity: 0, breaks: 0, bufferOverrun: 0)
    }

    /// A watch that asks it.
    func watch(every: Duration = .seconds(60)) -> LineErrorWatch {
        var watch = LineErrorWatch()
        watch.every = every
        watch.read = { descriptor in
            self.asked.withLock { $0.append(descriptor) }
            return self.counts.withLock { $0 }
        }
        return watch
    }
}

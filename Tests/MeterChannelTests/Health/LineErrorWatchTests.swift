// SPDX-License-Identifier: Apache-2.0
import Locking
import Serial
import Testing

@testable import MeterChannel

/// What a driver counts goes in, what is ours of it comes out.
@Suite struct LineErrorWatchTests {
    private let driver = FakeDriver()
    private var watch: LineErrorWatch

    init() { watch = driver.watch() }

    private func errors(_ framing: UInt64, _ overruns: UInt64) -> LineErrors {
        var errors = LineErrors()
        (errors.framing, errors.overruns) = (framing, overruns)
        return errors
    }

    @Test mutating func `S9 only what is counted while the port is open is told`() {
        driver.counts.withLock { $0 = driver.counts(framing: 40, overrun: 5) }
        watch.opened(3, at: 0)
        #expect(watch.errors == errors(0, 0))
        #expect(watch.deadline == 60_000_000_000)
        driver.counts.withLock {
            $0?.framing += 3
            $0?.parity += 2
            $0?.overrun += 1
            $0?.bufferOverrun += 7
            $0?.breaks += 100
        }
        watch.look(3, at: 60_000_000_000)
        #expect(watch.errors == errors(5, 8), "parity spoils a byte as framing does")
        #expect(watch.deadline == 120_000_000_000)
        driver.counts.withLock { $0?.framing += 1 }
        watch.closing(3, at: 61_000_000_000)
        #expect(watch.errors == errors(6, 8), "what came last before the close counts too")
        #expect(watch.deadline == nil)
        driver.counts.withLock { $0?.framing += 1_000 }
        watch.opened(4, at: 70_000_000_000)
        watch.look(4, at: 71_000_000_000)
        #expect(watch.errors == errors(6, 8), "while it was closed it was not ours")
        #expect(driver.asked.withLock { $0 } == [3, 3, 3, 4, 4])
    }

    @Test mutating func `S9 a port without counters has none and is not asked again`() {
        driver.counts.withLock { $0 = nil }
        watch.opened(3, at: 0)
        #expect(watch.errors == nil)
        #expect(watch.deadline == nil)
        watch.look(3, at: 1)
        watch.closing(3, at: 2)
        watch.opened(nil, at: 3)
        #expect(watch.errors == nil)
        #expect(driver.asked.withLock { $0 } == [3])
    }

    @Test mutating func `S9 an adapter that was pulled out keeps what was counted`() {
        watch.opened(3, at: 0)
        driver.counts.withLock { $0?.framing += 9 }
        watch.look(3, at: 1)
        driver.counts.withLock { $0 = nil }
        watch.closing(3, at: 2)
        watch.opened(nil, at: 3)
        #expect(watch.errors == errors(9, 0))
    }

    @Test mutating func `S9 a counter that wraps goes on, and one that fell begins anew`() {
        driver.counts.withLock { $0 = driver.counts(framing: Int(Int32.max), overrun: 50) }
        watch.opened(3, at: 0)
        driver.counts.withLock { $0 = driver.counts(framing: Int(Int32.min) + 1, overrun: 4) }
        watch.look(3, at: 1)
        #expect(watch.errors == errors(2, 4))
    }
}

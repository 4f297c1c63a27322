// SPDX-License-Identifier: Apache-2.0
import Locking
import MeterChannel
import Readings
import TestSupport
import Testing

@testable import Gateway

/// What a viewer of the live view is shown.
@Suite struct LiveSocketTests {
    @Test func `a viewer that joins while a meter speaks sees no row older than the one before`()
        async throws
    {
        let bench = try LiveBench()
        let flat = try #require(MeterID("flat-1"))
        // The more rows there are, the longer it takes to put them together.
        for number in 0..<300 {
            bench.tell(try #require(MeterID("other-\(number)")), telegrams: 1)
        }
        let isOver = Mutex(false)
        BackgroundThread.start {
            var telegrams: UInt64 = 0
            while !isOver.withLock({ $0 }) {
                telegrams += 1
                bench.tell(flat, telegrams: telegrams)
                bench.settle()
            }
        }
        let seen = await BackgroundThread.result {
            (0..<200).map { _ in
                bench.view { rows in rows.count { $0.id == flat.text } > 4 }
                    .filter { $0.id == flat.text }.compactMap { UInt64($0["telegrams"]) }
            }
        }
        isOver.withLock { $0 = true }
        #expect(seen.allSatisfy { $0.count > 4 })
        #expect(seen.filter { $0 != $0.sorted() } == [])
        await bench.end()
    }

    @Test func `P3 a meter that is gone is not shown to who comes after that`() async throws {
        let bench = try LiveBench()
        let (gone, kept) = (
            try #require(MeterID("flat-1")), try #require(MeterID("flat-2"))
        )
        bench.tell(gone, telegrams: 1)
        bench.tell(kept, telegrams: 1)
        bench.live.forget(gone)
        let rows = await BackgroundThread.result {
            bench.view { rows in rows.contains { $0.id == kept.text } }
        }
        #expect(rows.map(\.id) == [kept.text])
        await bench.end()
    }
}

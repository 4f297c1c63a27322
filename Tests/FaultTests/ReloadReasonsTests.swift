// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Gateway

/// Why the configuration is read again, as a queue that keeps each reason once.
@Suite struct ReloadReasonsTests {
    @Test func `an order that waits is not lost behind a change of the file`() async {
        let reasons = ReloadReasons()
        reasons.add(.hangUp)
        reasons.add(.changed)
        reasons.add(.changed)
        #expect(await reasons.next() == [.hangUp, .changed])
        reasons.add(.changed)
        #expect(await reasons.next() == [.changed])
        reasons.finish()
        #expect(await reasons.next() == nil)
    }
}

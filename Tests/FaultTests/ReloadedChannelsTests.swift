// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import Gateway

/// The channels that a reload ends.
@Suite struct ReloadedChannelsTests {
    /// A channel that takes until all of them are ending.
    private struct SlowChannel: RunningChannel {
        let count: Int
        let ending: Journal<Void>
        let ended: Journal<Void>

        func run() async throws {}

        func shutDown() async {
            ending.append(())
            if await ending.wait(until: { $0.count >= count }) { ended.append(()) }
        }
    }

    @Test func `P3 none waits for another one, and all have ended when it goes on`() async {
        let (ending, ended) = (Journal<Void>(), Journal<Void>())
        let channels: [any RunningChannel] = (0..<3).map { _ in
            SlowChannel(count: 3, ending: ending, ended: ended)
        }
        await channels.shutDown()
        #expect(ended.entries.count == 3)
    }
}

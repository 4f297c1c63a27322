// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import ServiceLifecycle

/// A channel of either kind that can be ended alone.
protocol RunningChannel: Service {
    /// Closes the port and gives its line back, so that another channel can have them at once.
    ///
    /// Returns when both are done, an opening under way included, and what came is recorded, after a
    /// second at most.
    func shutDown() async
}

extension PortChannel: RunningChannel {}

extension Sequence<any RunningChannel> {
    /// Shuts all down at the same time; returns when the last one is.
    func shutDown() async {
        await withDiscardingTaskGroup { group in
            for channel in self { group.addTask { await channel.shutDown() } }
        }
    }
}

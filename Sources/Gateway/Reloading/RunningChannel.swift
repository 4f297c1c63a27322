// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import ServiceLifecycle

/// A channel of either kind that can be ended alone.
protocol RunningChannel: Service {
    /// Closes the port and gives its line back, so that another channel can have them at once.
    ///
    /// Returns when both are done, an opening under way included, and what came is recorded; each is
    /// waited for a second at most.
    func shutDown() async
}

extension PortChannel: RunningChannel {}

// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import ServiceLifecycle

/// A channel of either kind that can be ended alone.
protocol RunningChannel: Service {
    /// Closes the port and gives its line back; returns when both are done and what came is
    /// recorded, or cannot be within a second.
    func shutDown() async
}

extension PortChannel: RunningChannel {}

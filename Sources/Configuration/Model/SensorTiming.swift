// SPDX-License-Identifier: Apache-2.0

/// When a sensor's values are published.
public enum SensorTiming: Sendable, Hashable {
    /// With each valid line.
    case eachLine
    /// At this interval, as the median of what came.
    case median(every: Duration)
    /// At this interval, by asserting a line and reading the first valid line.
    case poll(every: Duration, line: DataRequestConfiguration)
}

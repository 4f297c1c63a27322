// SPDX-License-Identifier: Apache-2.0
import Readings

/// Gathers the samples of one interval and gives the median of each value.
public struct SampleWindow: Sendable {
    private var names: [String] = []
    private var filters: [String: MedianFilter] = [:]

    /// Starts empty.
    public init() {}

    /// Adds the values of one sample.
    public mutating func insert(_ values: [SensorValue]) {
        for value in values {
            if filters[value.name] == nil { names.append(value.name) }
            filters[value.name, default: MedianFilter()].insert(value.number)
        }
    }

    /// The median of each value that came, in the order of their first appearance, and an empty
    /// window again.
    public mutating func takeMedians() -> [SensorValue] {
        defer {
            names.removeAll()
            filters.removeAll()
        }
        return names.compactMap { name in
            filters[name]?.median.map { SensorValue(name: name, number: $0) }
        }
    }
}

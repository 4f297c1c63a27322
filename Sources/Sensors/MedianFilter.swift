// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The middle one of the latest numbers, which a single wild reading cannot move far.
public struct MedianFilter: Sendable {
    /// How many numbers are kept; beyond that the oldest goes.
    public let capacity: Int
    private var window: [FixedPoint] = []
    private var oldest = 0

    /// Keeps the latest `capacity` numbers, at least one.
    public init(capacity: Int = 1_024) { self.capacity = max(1, capacity) }

    /// How many numbers there are.
    public var count: Int { window.count }

    /// Adds a number.
    public mutating func insert(_ number: FixedPoint) {
        if window.count < capacity {
            window.append(number)
        } else {
            window[oldest] = number
            oldest = (oldest + 1) % capacity
        }
    }

    /// Forgets all numbers.
    public mutating func removeAll() {
        window.removeAll(keepingCapacity: true)
        oldest = 0
    }

    /// The middle number; of an even count the lower of the two, so that it is always one that was
    /// really read.
    public var median: FixedPoint? {
        guard !window.isEmpty else { return nil }
        return window.sorted { $0.isLess(than: $1) }[(window.count - 1) / 2]
    }
}

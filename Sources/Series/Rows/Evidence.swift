// SPDX-License-Identifier: Apache-2.0

/// Which telegrams stand behind a period.
public struct Evidence: Sendable, Hashable {
    /// How many there were.
    public var telegrams: Int
    /// The frame counter of the first; `nil` if it had none.
    public var firstCounter: UInt32?
    /// The frame counter of the last; `nil` if it had none.
    public var lastCounter: UInt32?
    /// What proves them; `nil` for a sensor's samples and where there were none.
    public var authentication: Authentication?

    /// Puts it together; by default that of no telegram.
    public init(
        telegrams: Int = 0, firstCounter: UInt32? = nil, lastCounter: UInt32? = nil,
        authentication: Authentication? = nil
    ) {
        self.telegrams = telegrams
        self.firstCounter = firstCounter
        self.lastCounter = lastCounter
        self.authentication = authentication
    }

    /// Adds what comes later.
    mutating func append(_ later: Evidence) {
        if firstCounter == nil { firstCounter = later.firstCounter }
        lastCounter = later.lastCounter ?? lastCounter
        telegrams += later.telegrams
        if let other = later.authentication {
            authentication = authentication.map { max($0, other) } ?? other
        }
    }
}

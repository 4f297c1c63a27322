// SPDX-License-Identifier: Apache-2.0

/// Messages that may be lost: sent while there is a connection, otherwise only counted.
struct BestEffortLane: Sendable {
    /// The most messages kept while the socket is busy.
    let capacity: Int
    private var waiting = Fifo<OutboundMessage>()
    private var isOpen = false
    /// How many messages were not sent.
    private(set) var dropped: UInt64 = 0

    /// A lane that keeps so many messages.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Whether something waits to be sent.
    var hasDue: Bool { !waiting.isEmpty }

    /// Adds a message, at the cost of the oldest one when the lane is full.
    mutating func append(_ message: OutboundMessage) -> Enqueued {
        guard isOpen, capacity > 0 else {
            dropped += 1
            return .refused
        }
        guard waiting.count >= capacity else {
            waiting.append(message)
            return .queued
        }
        dropped += 1
        _ = waiting.popFirst()
        waiting.append(message)
        return .displaced(token: nil)
    }

    /// Takes out the next message.
    mutating func next() -> OutboundMessage? {
        waiting.popFirst()
    }

    /// There is a connection from now on.
    mutating func open() {
        isOpen = true
    }

    /// The connection is gone, and what waited with it.
    mutating func close() {
        isOpen = false
        dropped += UInt64(waiting.count)
        waiting.removeAll()
    }
}

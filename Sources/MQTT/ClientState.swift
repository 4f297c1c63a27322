// SPDX-License-Identifier: Apache-2.0

/// What the callers' threads and the loop share, always under one lock.
struct ClientState: Sendable {
    /// Where the client is in its life.
    enum Phase: Sendable {
        case idle, running, ended
        /// The end is wanted: until `flush` everything may still leave, until `deadline` the last
        /// words.
        case stopping(flush: ContinuousClock.Instant, deadline: ContinuousClock.Instant)
    }

    var phase = Phase.idle
    var lanes: Lanes
    /// What `snapshot` reports, apart from the figures of the lanes.
    var status = MQTTStatus()
    /// What was logged of refused messages.
    var faults = FaultLog()
    /// From which size on a message was proved too large for the broker, and until when that counts.
    var proved: (size: Int, until: ContinuousClock.Instant)?
    /// Whether the wake signal is up already.
    var isWoken = false
    /// The login in place of the configured one.
    var login: MQTTLogin?
    /// Whether the end is to come at once.
    var isHurried = false
    /// Whether the pause between two attempts is to be skipped.
    var retryWanted = false
    /// How many connections there have been.
    var connections = 0
    /// How often the loop's wait has ended.
    var wakeups: UInt64 = 0
    /// Who waits for the end.
    var waiters: [CheckedContinuation<Void, Never>] = []

    /// Whether a connection is up.
    var isConnected: Bool { status.connectedSince != nil }

    /// Whether the broker would close the connection on a message of a size, as it did before.
    ///
    /// What was proved is believed for a while, or until the connection ends for another reason.
    func isTooLarge(_ size: Int, now: ContinuousClock.Instant) -> Bool {
        guard let proved, now < proved.until else { return false }
        return size >= proved.size
    }

    /// Whether messages are taken.
    var isOpen: Bool {
        switch phase {
        case .idle, .running: true
        case .stopping, .ended: false
        }
    }

    /// All figures at one moment.
    func snapshot(now: ContinuousClock.Instant) -> MQTTStatus {
        var status = status
        status.reconnects = max(connections - 1, 0)
        status.backlog = lanes.stream.backlog
        status.oldestAgeSeconds = lanes.stream.oldest.map { (now - $0) / .seconds(1) }
        status.dropped = lanes.stream.dropped
        status.droppedBestEffort = lanes.bestEffort.dropped
        return status
    }
}

// SPDX-License-Identifier: Apache-2.0

/// When the library has to look after its keepalive; nobody wakes up for it any sooner.
struct Pulse {
    private let interval: Duration
    private var lastSent: ContinuousClock.Instant
    private var lastReceived: ContinuousClock.Instant
    private var notBefore: ContinuousClock.Instant

    /// A pulse that begins now; the library's shortest interval is 5 s.
    init(every interval: Duration, now: ContinuousClock.Instant) {
        self.interval = max(interval, .seconds(1))
        lastSent = now
        lastReceived = now
        notBefore = now
    }

    /// When to call the library next.
    var nextCheck: ContinuousClock.Instant {
        max(min(lastSent, lastReceived) + interval, notBefore)
    }

    /// Something was written.
    mutating func sent(_ now: ContinuousClock.Instant) { lastSent = now }

    /// Something was read.
    mutating func received(_ now: ContinuousClock.Instant) { lastReceived = now }

    /// The library was called.
    ///
    /// If it made no ping it saw the time a moment differently, and is called again soon.
    mutating func checked(_ now: ContinuousClock.Instant, hasPing: Bool) {
        if hasPing {
            lastSent = now
            lastReceived = now
        } else {
            notBefore = now + .seconds(1)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Serial

/// Adds up what a port's driver counts, over all its openings; a value with no clock of its own.
///
/// A driver counts since the machine or the adapter started, so only what it gains while the port is
/// open is ours. It is asked when the port is opened, once a minute, and before the port is closed.
struct LineErrorWatch: Sendable {
    /// Asks the driver behind a descriptor; `nil` where it keeps no counters.
    var read: @Sendable (Int32) -> LineCounters? = { LineCounters(descriptor: $0) }
    /// How often it is asked.
    var every = Duration.seconds(60)
    /// The sums; `nil` until a port has offered counters.
    private(set) var errors: LineErrors?
    /// When ``look(_:at:)`` is due, in nanoseconds of the monotonic clock.
    private(set) var deadline: Int64?
    private var last: LineCounters?

    /// Begins with a port that was just opened; `nil` for one without a descriptor.
    mutating func opened(_ descriptor: Int32?, at now: Int64) {
        last = descriptor.flatMap(read)
        deadline = last == nil ? nil : now + every.nanoseconds
        if last != nil, errors == nil { errors = LineErrors() }
    }

    /// Adds what was counted since the last look.
    mutating func look(_ descriptor: Int32?, at now: Int64) {
        guard let before = last else { return }
        deadline = now + every.nanoseconds
        // An adapter that is gone has nothing to say.
        guard let next = descriptor.flatMap(read) else { return }
        last = next
        errors?.framing +=
            LineErrorWatch.gain(next.framing, before.framing)
            + LineErrorWatch.gain(next.parity, before.parity)
        errors?.overruns +=
            LineErrorWatch.gain(next.overrun, before.overrun)
            + LineErrorWatch.gain(next.bufferOverrun, before.bufferOverrun)
    }

    /// Ends with a port that is about to be closed.
    mutating func closing(_ descriptor: Int32?, at now: Int64) {
        look(descriptor, at: now)
        (last, deadline) = (nil, nil)
    }

    /// What a counter of 32 bits gained; one that fell has begun anew.
    private static func gain(_ next: Int, _ before: Int) -> UInt64 {
        let gain = Int32(truncatingIfNeeded: next) &- Int32(truncatingIfNeeded: before)
        return UInt64(gain >= 0 ? Int(gain) : max(next, 0))
    }
}

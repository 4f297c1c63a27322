// SPDX-License-Identifier: Apache-2.0

/// What a channel makes of its port's bytes: telegrams of a meter, or lines of a sensor.
///
/// A value with no clock of its own; the channel owns it, tells it what happened and when, and acts
/// on what it wants.
public protocol PortContent: SendableMetatype {
    /// Whether the data-request line should be asserted now, while the port is open.
    var wantsRequest: Bool { get }
    /// Whether it is asserted for as long as the port is read, so that a silent device can be helped
    /// by dropping it; a poll drops it all the time.
    var holdsRequest: Bool { get }
    /// Whether each change of the request line is news; a poll's regular up and down is none.
    static var tellsRequestChanges: Bool { get }
    /// Whether a silence would decide anything.
    var awaitsSilence: Bool { get }
    /// How many bytes an unfinished frame still lacks, if its head tells.
    var missingBytes: Int? { get }
    /// How long the device may say nothing and be well, in nanoseconds, where that is known.
    var longestSilence: Int64? { get }
    /// When ``deadlinePassed(at:_:)`` is due, in nanoseconds of the monotonic clock.
    var deadline: Int64? { get }

    /// Takes bytes as they were read.
    mutating func received(_ bytes: Span<UInt8>, at now: Moment, _ emit: (PortEvent) -> Void)
    /// Takes note that the line has been silent for the configured gap.
    mutating func fellSilent(at now: Moment, _ emit: (PortEvent) -> Void)
    /// Takes note of a change of the port or its request line.
    mutating func linkChanged(_ link: LinkStatus, at now: Moment, _ emit: (PortEvent) -> Void)
    /// Does what its deadline was for.
    mutating func deadlinePassed(at now: Moment, _ emit: (PortEvent) -> Void)
    /// Gives up what it holds against other channels; nothing is heard after that.
    func ended()
}

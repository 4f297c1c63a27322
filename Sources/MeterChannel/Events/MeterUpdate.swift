// SPDX-License-Identifier: Apache-2.0
public import Pipeline
public import Readings

/// One accepted telegram of one meter, ready for any consumer.
public struct MeterUpdate: Sendable {
    /// Which meter.
    public let meter: MeterID
    /// When its last byte was read.
    public let received: UTCTime
    /// When the meter says it sent it.
    public let time: UTCTime?
    /// Where it stood in the stream, who sealed it and what proves it.
    public let frame: AcceptedFrame
    /// `valid`, `wrong` or `absent`: what its checksum says.
    public let crc: String
    /// The meter's own name, `SAG1030700114004`, from its title or its telegram.
    public let identity: String?
    /// Why frames before it may be missing; `nil` when nothing was seen to go wrong.
    public let interruption: Interruption?
    /// Whether an energy register fell or leapt, and nothing bears that out yet.
    public let isSuspect: Bool
    /// Its values by name.
    public let readings: [Reading]
    /// The telegram's bytes, from `/` on.
    public let text: [UInt8]
}

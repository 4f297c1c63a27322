// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What leaves a channel.
public enum PortEvent: Sendable {
    /// A telegram that may be believed.
    case update(MeterUpdate)
    /// A sensor's values.
    case sample(SensorUpdate)
    /// A sensor's bytes as they came: a line, or what came before a silence.
    case raw(MeterID, [UInt8])
    /// How the channel is now.
    case status(ChannelStatus)
    /// Something worth a note happened.
    case event(MeterEvent)
}

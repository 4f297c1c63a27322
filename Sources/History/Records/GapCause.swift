// SPDX-License-Identifier: Apache-2.0

/// Why frames that a meter sent are missing, as far as anyone knows; the raw value is the word in
/// JSON.
public enum GapCause: String, Sendable, Hashable {
    /// The gateway was not running for at least a part of it.
    case gatewayOff = "gateway_off"
    /// The port was missing or lost.
    case cableOut = "cable_out"
    /// The meter was connected and said nothing, yet counted on.
    case meterSilent = "meter_silent"
    /// The frames came damaged.
    case damaged
    /// They were accepted, but the log could not keep them.
    case notStored = "not_stored"
    /// Nobody knows.
    case unknown

    /// Whether it counts as missed while the gateway was off.
    var isWhileOff: Bool { self == .gatewayOff }
}

// SPDX-License-Identifier: Apache-2.0

/// A setting that a port's driver did not take.
public enum RefusedSetting: String, Sendable, Hashable, CaseIterable {
    /// The driver answered to the whole request with "invalid".
    case all = "settings"
    /// The speed.
    case baud = "baud"
    /// The number of data bits.
    case dataBits = "data bits"
    /// The parity bit.
    case parity = "parity"
    /// One stop bit.
    case stopBits = "stop bits"
    /// No hardware flow control, modem lines ignored, receiver on, lines kept at close.
    case modemControl = "modem control"
    /// Bytes pass unchanged.
    case rawMode = "raw mode"
}

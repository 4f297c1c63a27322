// SPDX-License-Identifier: Apache-2.0

/// What a sealed frame must prove before it is believed.
public enum AuthenticationMode: String, Sendable, Hashable, CaseIterable {
    /// Its tag; the default.
    case strict
    /// Its tag or its CRC; whatever rests on the CRC is marked unverified.
    case crc
    /// Nothing, as long as its CRC is not wrong; marked unverified.
    case off
}

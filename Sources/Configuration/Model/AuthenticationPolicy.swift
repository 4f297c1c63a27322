// SPDX-License-Identifier: Apache-2.0

/// What a frame must prove before its values count.
public enum AuthenticationPolicy: String, Sendable, Hashable, CaseIterable {
    /// Its tag must be right.
    case strict
    /// Its tag or at least its CRC must be right; without the tag it is marked unverified.
    case crc
    /// Nothing; all is marked unverified.
    case off
}

// SPDX-License-Identifier: Apache-2.0

/// The parity bit of a serial line.
public enum Parity: String, Sendable, Hashable, CaseIterable {
    /// Eight data bits without one: 8N1.
    case none
    /// Eight data bits and even parity: 8E1.
    case even
    /// Eight data bits and odd parity: 8O1.
    case odd
}

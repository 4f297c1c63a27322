// SPDX-License-Identifier: Apache-2.0

/// The parity bit of each byte on the wire.
public enum Parity: String, Sendable, Hashable, CaseIterable {
    /// There is none.
    case none
    /// The number of ones, the parity bit included, is even.
    case even
    /// The number of ones, the parity bit included, is odd.
    case odd
}

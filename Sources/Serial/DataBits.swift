// SPDX-License-Identifier: Apache-2.0

/// The data bits of each byte on the wire.
public enum DataBits: Int, Sendable, Hashable, CaseIterable {
    /// Seven: meters of DSMR 2.2 and 3.0, which talk 7E1.
    case seven = 7
    /// Eight: everything since.
    case eight = 8
}

// SPDX-License-Identifier: Apache-2.0

/// A sealed frame of which the head has been seen but not yet judged what it announces.
struct SealedCandidate: Sendable {
    /// Stream offset of its `DB`.
    let start: Int
    /// What its head says.
    let header: SealedHeader
    /// Stream offset behind its last byte.
    var end: Int { start + header.total }
}

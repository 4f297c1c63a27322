// SPDX-License-Identifier: Apache-2.0

/// A reader's place at the live model: it is woken when something changed, however much did.
struct LiveWatch: Sendable {
    let number: UInt64
    let signals: AsyncStream<Void>
    let signal: AsyncStream<Void>.Continuation
}

// SPDX-License-Identifier: Apache-2.0

/// Somebody who wants to hear of every telegram, sample and change of state: a publisher, a store,
/// a page.
///
/// Called on the thread that reads the port, which cannot be paused: the call must return at once.
/// A consumer that has work to do keeps a bounded queue of its own, drops the oldest when it is
/// full, and counts what it dropped.
public protocol UpdateConsumer: Sendable {
    /// Takes an event.
    func receive(_ event: PortEvent)
}

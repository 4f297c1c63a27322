// SPDX-License-Identifier: Apache-2.0

/// What became of a message handed to the client.
public enum Enqueued: Sendable, Hashable {
    /// It waits its turn.
    case queued

    /// It waits its turn, and the oldest waiting message had to go for it.
    case displaced(token: UInt64?)

    /// It was not taken: there is no connection (best effort only) or the client has been stopped.
    case refused
}

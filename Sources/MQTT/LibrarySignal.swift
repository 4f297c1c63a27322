// SPDX-License-Identifier: Apache-2.0

/// What a callback of the library reported.
///
/// Callbacks only note these; the loop acts on them.
enum LibrarySignal {
    /// The broker answered our CONNECT.
    case connectionAnswered(code: UInt8, limits: BrokerLimits)
    /// The broker answered a message, or a QoS 0 message was written.
    case answered(id: UInt16, code: UInt8)
    /// The connection ended: below 128 a code of the library, else a reason of the broker.
    case disconnected(code: Int32)
}

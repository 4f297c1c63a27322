// SPDX-License-Identifier: Apache-2.0

/// How urgent a message must be to be logged; the raw values are those of swift-log.
public enum LogLevel: String, Sendable, Hashable, CaseIterable {
    /// Everything, with bytes.
    case trace
    /// Every step of every frame, never a key.
    case debug
    /// What an operator may want to know.
    case info
    /// What is rare but in order.
    case notice
    /// What should be looked at.
    case warning
    /// What does not work.
    case error
    /// What stops the gateway.
    case critical
}

// SPDX-License-Identifier: Apache-2.0

/// What can be switched on and off at a port.
enum PortSwitch: String, Sendable, CaseIterable {
    /// Endless random bytes at line speed between the frames.
    case garbage
    /// The meter says nothing.
    case silence
    /// Telegrams without cipher.
    case clear
    /// The data-request line: a meter speaks only while it is on.
    case request
    /// The sensor sees nothing in its range.
    case noTarget = "no-target"
}

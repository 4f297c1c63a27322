// SPDX-License-Identifier: Apache-2.0
public import Readings

/// How the server is getting on with its port.
public struct WebCondition: Sendable, Hashable {
    /// What is the matter; the raw value is the word in JSON.
    public enum Code: String, Sendable, Hashable {
        /// The port is served.
        case ok
        /// The port is served, to everybody who reaches it.
        case open = "web_open"
        /// The port is being asked for.
        case starting
        /// The port cannot be had; it is tried again.
        case portBusy = "web_port_busy"
    }

    /// What is the matter.
    public let code: Code
    /// A sentence for people; empty when all is well.
    public let hint: String
    /// Since when it is so.
    public let since: UTCTime

    /// Notes a condition.
    public init(_ code: Code, hint: String = "", since: UTCTime) {
        self.code = code
        self.hint = hint
        self.since = since
    }

    /// `online` while the port is served, else `offline`.
    public var state: String { code == .ok || code == .open ? "online" : "offline" }
}

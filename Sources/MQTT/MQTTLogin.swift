// SPDX-License-Identifier: Apache-2.0

/// Who we say we are to the broker.
public struct MQTTLogin: Sendable {
    /// Login name, when the broker asks for one.
    public var username: String?

    /// Password of `username`.
    public var password: MQTTSecret?

    /// A login; without a name, none.
    public init(username: String?, password: MQTTSecret?) {
        self.username = username
        self.password = password
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What a client tells its owner as it happens.
public enum MQTTEvent: Sendable, Hashable {
    /// The broker accepted us; state is being sent now, then what waited.
    case connected(version: MQTTVersion, limits: BrokerLimits)

    /// The connection ended or did not come about; the next attempt follows by itself.
    case disconnected(MQTTFault)

    /// A message was denied (it will be tried again) or given up; `token` as given to `publish`.
    case publishFault(topic: String, token: UInt64?, MQTTFault)

    /// The broker took the message of this token.
    case acknowledged(token: UInt64)
}

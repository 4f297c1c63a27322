// SPDX-License-Identifier: Apache-2.0

/// The broker and what is published there: the section `mqtt`.
public struct MQTTSettings: Sendable, Hashable {
    /// Where the broker is.
    public let broker: BrokerAddress
    /// Which version of MQTT is spoken.
    ///
    /// Default 5.
    public let version: MQTTVersion
    /// The name under which the gateway connects; `nil` takes one from the machine id.
    public let clientID: String?
    /// The user name, if the broker asks for one.
    public internal(set) var username: String?
    /// The password, if the broker asks for one.
    public internal(set) var password: Secret?
    /// The file with the certificates that are trusted; `nil` for the system's.
    public let certificateAuthorityFile: String?
    /// The client's own certificate and its key.
    public let clientCertificate: ClientCertificate?
    /// What all topics begin with.
    ///
    /// Default `meters`.
    public let baseTopic: String
    /// Whether each reading also has a topic of its own.
    ///
    /// Default false.
    public let publishesValues: Bool
    /// How many telegrams a second are sent after an outage.
    ///
    /// Default 50.
    public let backlogRate: Int

    /// Whether all but the user name and the password is the same.
    public func isEqualButForLogin(to other: MQTTSettings) -> Bool {
        var copy = self
        (copy.username, copy.password) = (other.username, other.password)
        return copy == other
    }
}

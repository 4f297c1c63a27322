// SPDX-License-Identifier: Apache-2.0

/// Everything a client needs to know about its broker and its own limits.
public struct MQTTConfiguration: Sendable {
    /// Name or address of the broker; also the name its certificate must carry.
    public var host: String

    /// TCP port of the broker.
    public var port: UInt16

    /// Encryption; clear text when absent.
    public var tls: MQTTTLS?

    /// Our name at the broker.
    ///
    /// Two clients of one name take each other's connection away.
    public var clientID: String

    /// Login name, when the broker asks for one.
    public var username: String?

    /// Password of `username`.
    public var password: MQTTSecret?

    /// Which protocol is spoken.
    public var version = MQTTVersion.v5

    /// Longest silence before the broker is asked whether it still lives.
    ///
    /// Whole seconds, at least 5 (shorter ones are raised). A dead peer is noticed after twice as
    /// long.
    public var keepAlive = Duration.seconds(15)

    /// How many QoS 1 messages may be unacknowledged at a time; also the bound of duplicates per
    /// reconnect.
    public var inFlightLimit = 20

    /// How long reaching the broker may take, from the first packet to its answer.
    public var connackDeadline = Duration.seconds(10)

    /// How long an acknowledgement may take before the connection counts as broken.
    public var acknowledgementDeadline = Duration.seconds(30)

    /// How long a message that the broker's access rules deny rests before the next try.
    public var holdWhenDenied = Duration.seconds(60)

    /// How long a message that the broker did not take for a passing reason rests before the next
    /// try; doubled each time, up to `holdWhenDenied`.
    public var holdWhenNotTaken = Duration.seconds(1)

    /// Pauses between attempts.
    public var reconnect = MQTTReconnect()

    /// What the broker publishes for us when we vanish without a word.
    public var will: OutboundMessage?

    /// How many messages of the stream lane are kept; at least one more than `inFlightLimit`.
    public var streamCapacity = 10_000

    /// How many best-effort messages are kept while the socket is busy.
    public var bestEffortCapacity = 1_000

    /// The addresses of a name, none if it has none; may block for long.
    var lookUp: @Sendable (String) -> [String] = HostName.addresses

    /// A client of the given broker, everything else as by default.
    public init(host: String, port: UInt16 = 1883, clientID: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
    }
}

// SPDX-License-Identifier: Apache-2.0

/// What went wrong between us and the broker.
///
/// None of these ends the client: it keeps trying.
public enum MQTTFault: Error, Sendable, Hashable {
    /// Nothing answers at the address; the system's error number says why.
    case unreachable(errno: Int32)
    /// The host name has no address.
    case nameNotResolved(host: String)
    /// The broker was reached, or its network, but never answered in time.
    case noAnswer
    /// TLS failed; `clockUnset` when our own clock cannot be right.
    case tls(TLSFault, clockUnset: Bool)
    /// User name, password or client certificate are not accepted.
    case loginRefused(code: UInt8, reason: String)
    /// The broker does not speak the protocol version asked for.
    case versionUnsupported
    /// The broker refused the connection for another reason.
    case refused(code: UInt8, reason: String)
    /// The broker fell silent: no answer to a ping.
    case keepAliveLost
    /// The broker lives but did not acknowledge a message in time.
    case acknowledgementMissing
    /// Another client with our client identifier connected.
    case sessionTaken
    /// The broker closed the connection and said why.
    case closedByBroker(code: UInt8, reason: String)
    /// The broker lives, but closed the connection and did not say why.
    case droppedByBroker
    /// What the broker sent is no answer that MQTT knows, to the library at least.
    case badAnswer
    /// The connection broke.
    case connectionLost
    /// The broker's access rules deny the topic; the message is held back and tried again.
    case denied
    /// The message is larger than the broker allows; it is given up.
    case tooLarge
    /// The topic or the payload can never be published; the message is given up.
    case unpublishable(reason: String)
    /// The broker takes only QoS 0, which confirms nothing; the message is held back and tried again.
    case unconfirmable
    /// The broker would not take this message; it is tried again.
    case notTaken(code: UInt8, reason: String)
    /// The message expired before it could be sent.
    case expired
    /// The library failed in a way of its own, for example for lack of memory.
    case library(code: Int32, reason: String)

    /// The short name used in health reports.
    public var code: String {
        switch self {
        case .unreachable: "unreachable"
        case .nameNotResolved: "dns"
        case .noAnswer: "no_answer"
        case .tls(let fault, _): fault.code
        case .loginRefused: "auth_refused"
        case .versionUnsupported: "version_unsupported"
        case .refused: "refused"
        case .keepAliveLost: "keepalive"
        case .acknowledgementMissing: "no_acknowledgement"
        case .sessionTaken: "session_taken"
        case .closedByBroker: "closed_by_broker"
        case .droppedByBroker: "dropped_by_broker"
        case .badAnswer: "bad_answer"
        case .connectionLost: "connection_lost"
        case .denied: "acl_denied"
        case .tooLarge: "too_large"
        case .unpublishable: "unpublishable"
        case .unconfirmable: "qos_unsupported"
        case .notTaken: "not_taken"
        case .expired: "expired"
        case .library: "library"
        }
    }

    /// Whether the broker closed the connection because a message was too large for it.
    var saysTooLarge: Bool {
        if case .closedByBroker(0x95, _) = self { true } else { false }
    }

    /// Whether a broker that lives ended the connection for a reason that only it knows.
    var isUnexplained: Bool { self == .droppedByBroker || self == .badAnswer }

    /// Whether the message it is about can never be published, however often it is tried.
    public var isForGood: Bool {
        switch self {
        case .tooLarge, .unpublishable: true
        default: false
        }
    }
}

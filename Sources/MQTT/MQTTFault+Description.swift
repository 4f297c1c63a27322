// SPDX-License-Identifier: Apache-2.0
import Glibc

extension MQTTFault: CustomStringConvertible {
    /// What is wrong and what to do about it, as one sentence without any secret.
    public var description: String {
        switch self {
        case .unreachable(let number):
            "the broker cannot be reached (\(Self.text(ofError: number))); check that it runs, its address and port"
        case .nameNotResolved(let host):
            "the broker's name \(host) has no address; check the name and the network's name server"
        case .noAnswer:
            "the broker does not answer; check the port, a firewall, and that it speaks MQTT (and TLS or not)"
        case .tls(let fault, clockUnset: false): fault.description
        case .tls(let fault, clockUnset: true):
            "\(fault.description); this system's clock looks unset, wait for time synchronisation"
        case .loginRefused(_, let reason):
            "the broker refuses our login (\(reason)); check user name, password and client certificate"
        case .versionUnsupported:
            "the broker does not speak this version of MQTT; set protocol to auto or 3.1.1"
        case .refused(let code, let reason):
            "the broker refuses the connection (\(reason), code \(code)); see the broker's log"
        case .keepAliveLost: "the broker fell silent; check the network between us and the broker"
        case .acknowledgementMissing:
            "the broker does not acknowledge messages; it is overloaded or broken, see its log"
        case .sessionTaken:
            "another client uses our client identifier; stop the other one or set another client_id"
        case .closedByBroker(let code, let reason):
            "the broker closed the connection (\(reason), code \(code)); see the broker's log"
        case .droppedByBroker:
            "the broker closed the connection without a reason; see its log, and whether another client has our client_id"
        case .badAnswer:
            "the broker's answer is none that MQTT allows; see its log, and its max_packet_size or message_size_limit"
        case .connectionLost: "the connection to the broker broke; it is being tried again"
        case .denied: "the broker's access rules deny this topic; allow our user to write it"
        case .tooLarge:
            "the message is larger than the broker allows; raise max_packet_size or message_size_limit there"
        case .unpublishable(let reason): "the message can never be published (\(reason))"
        case .unconfirmable:
            "the broker takes messages with QoS 0 only, which it never confirms; allow QoS 1 there"
        case .notTaken(let code, let reason):
            "the broker did not take a message (\(reason), code \(code)); it is sent again"
        case .expired: "the message expired before it could be sent"
        case .library(let code, let reason): "the MQTT library failed (\(reason), code \(code))"
        }
    }

    /// The system's words for an error number; glibc keeps the text per thread.
    private static func text(ofError number: Int32) -> String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
}

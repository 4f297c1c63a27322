// SPDX-License-Identifier: Apache-2.0
import CMosquitto

/// Turns the codes of the protocol and of the library into faults.
enum SessionEnd {
    /// What the end of an established connection means.
    ///
    /// Below 128 the code is one of the library, else a reason of the broker.
    static func ofConnection(code: Int32) -> MQTTFault {
        if let reason = UInt8(exactly: code), reason >= 0x80 {
            guard reason != MQTT_RC_SESSION_TAKEN_OVER.rawValue else { return .sessionTaken }
            return .closedByBroker(code: reason, reason: MosquittoLibrary.text(ofReason: reason))
        }
        switch mosq_err_t(code) {
        case MOSQ_ERR_KEEPALIVE: return .keepAliveLost
        case MOSQ_ERR_PROTOCOL, MOSQ_ERR_MALFORMED_PACKET: return .badAnswer
        case MOSQ_ERR_NOMEM:
            return .library(code: code, reason: MosquittoLibrary.text(ofError: code))
        default: return .connectionLost
        }
    }

    /// What it means that an attempt ended before the broker accepted us.
    ///
    /// A broker that rejects our certificate may hang up before we have read its alert.
    static func ofAttempt(code: Int32, usesTLS: Bool, tlsFault: TLSFault?) -> MQTTFault {
        if let tlsFault, tlsFault != .other("unexpected eof while reading") {
            return .tls(tlsFault, clockUnset: false)
        }
        switch mosq_err_t(code) {
        case MOSQ_ERR_PROTOCOL, MOSQ_ERR_MALFORMED_PACKET: return .versionUnsupported
        default: break
        }
        let fault = ofConnection(code: code)
        return fault == .connectionLost && usesTLS ? .tls(.closed, clockUnset: false) : fault
    }

    /// What a refusing CONNACK means; 3.1.1 counts from 1, version 5 from 128.
    static func refusal(code: UInt8, version: MQTTVersion) -> MQTTFault {
        guard code < 0x80 else { return refusal(reason: code) }
        let text = MosquittoLibrary.text(ofReturnCode: code)
        switch code {
        case 1: return .versionUnsupported
        case 4, 5: return .loginRefused(code: code, reason: text)
        default: return .refused(code: code, reason: text)
        }
    }

    /// What the broker's answer to a message means; nothing if it took the message.
    ///
    /// With 3.1.1 an answer carries no reason: any of them counts.
    static func verdict(ofAnswer code: UInt8, version: MQTTVersion) -> MQTTFault? {
        guard version != .v311 else { return nil }
        switch mqtt5_return_codes(UInt32(code)) {
        case MQTT_RC_SUCCESS, MQTT_RC_NO_MATCHING_SUBSCRIBERS: return nil
        case MQTT_RC_NOT_AUTHORIZED: return .denied
        case MQTT_RC_PACKET_TOO_LARGE: return .tooLarge
        case MQTT_RC_PAYLOAD_FORMAT_INVALID:
            return .unpublishable(reason: MosquittoLibrary.text(ofReason: code))
        default: return .notTaken(code: code, reason: MosquittoLibrary.text(ofReason: code))
        }
    }

    private static func refusal(reason: UInt8) -> MQTTFault {
        let text = MosquittoLibrary.text(ofReason: reason)
        switch mqtt5_return_codes(UInt32(reason)) {
        case MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION: return .versionUnsupported
        case MQTT_RC_BAD_USERNAME_OR_PASSWORD, MQTT_RC_NOT_AUTHORIZED:
            return .loginRefused(code: reason, reason: text)
        default: return .refused(code: reason, reason: text)
        }
    }
}

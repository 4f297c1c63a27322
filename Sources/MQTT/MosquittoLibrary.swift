// SPDX-License-Identifier: Apache-2.0
import CMosquitto

/// The library as a whole, which wants to be initialised once, from one thread.
enum MosquittoLibrary {
    /// Initialises the library at its first use.
    static let ready: Void = { _ = mosquitto_lib_init() }()

    /// The library's words for one of its error codes.
    static func text(ofError code: Int32) -> String {
        guard let text = unsafe mosquitto_strerror(code) else { return "unknown error" }
        return unsafe String(cString: text)
    }

    /// The words for a reason code of MQTT 5.
    static func text(ofReason code: UInt8) -> String {
        guard let text = unsafe mosquitto_reason_string(Int32(code)) else {
            return "unknown reason"
        }
        return unsafe String(cString: text)
    }

    /// The words for a return code of a 3.1.1 CONNACK.
    static func text(ofReturnCode code: UInt8) -> String {
        guard let text = unsafe mosquitto_connack_string(Int32(code)) else { return "unknown" }
        return unsafe String(cString: text)
    }
}

// SPDX-License-Identifier: Apache-2.0
import CMosquitto

/// The MQTT 5 properties of one message; none with 3.1.1.
@safe
struct MessageProperties: ~Copyable {
    private(set) var list: OpaquePointer?
    private let version: MQTTVersion

    /// No properties yet.
    init(version: MQTTVersion) {
        self.version = version
        unsafe list = nil
    }

    deinit {
        var list = unsafe list
        unsafe mosquitto_property_free_all(&list)
    }

    /// Adds how many seconds the message is worth something.
    mutating func add(expirySeconds: UInt32?) throws(MQTTFault) {
        guard version != .v311, let expirySeconds else { return }
        let result = unsafe mosquitto_property_add_int32(
            &list, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), expirySeconds)
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw .library(code: result, reason: MosquittoLibrary.text(ofError: result))
        }
    }
}

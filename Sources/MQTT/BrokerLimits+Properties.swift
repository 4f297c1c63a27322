// SPDX-License-Identifier: Apache-2.0
import CMosquitto

extension BrokerLimits {
    /// Reads the limits out of a CONNACK's properties; no properties, no limits.
    init(_ properties: OpaquePointer?) {
        guard let properties = unsafe properties else { return }
        var size: UInt32 = 0
        if unsafe mosquitto_property_read_int32(
            properties, Int32(MQTT_PROP_MAXIMUM_PACKET_SIZE.rawValue), &size, false) != nil
        {
            maximumPacketSize = size
        }
        receiveMaximum = unsafe Self.short(MQTT_PROP_RECEIVE_MAXIMUM, in: properties)
        keepAliveSeconds = unsafe Self.short(MQTT_PROP_SERVER_KEEP_ALIVE, in: properties)
    }

    private static func short(_ property: mqtt5_property, in list: OpaquePointer) -> UInt16? {
        var value: UInt16 = 0
        let found = unsafe mosquitto_property_read_int16(
            list, Int32(property.rawValue), &value, false)
        return unsafe found == nil ? nil : value
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Which version of MQTT the gateway speaks.
public enum MQTTVersion: String, Sendable, Hashable, CaseIterable {
    /// MQTT 5.
    case version5 = "5"
    /// MQTT 3.1.1.
    case version311 = "3.1.1"
    /// MQTT 5, and 3.1.1 when the broker does not know it.
    case automatic = "auto"
}

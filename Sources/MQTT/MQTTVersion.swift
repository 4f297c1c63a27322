// SPDX-License-Identifier: Apache-2.0

/// Which version of MQTT is spoken with the broker.
public enum MQTTVersion: String, Sendable, Hashable {
    /// Version 5: the broker says of each message whether it took it.
    case v5 = "5"

    /// Version 3.1.1: any acknowledgement counts, even for a message the broker threw away.
    case v311 = "3.1.1"

    /// Version 5, and 3.1.1 for as long as the broker answers that it does not know 5.
    case auto
}

// SPDX-License-Identifier: Apache-2.0

/// Everything one configuration file says, checked and resolved: defaults filled in, keys read,
/// paths absolute or relative to the working directory.
public struct GatewayConfiguration: Sendable, Hashable {
    /// The section `gateway`.
    public let gateway: GatewaySettings
    /// The section `mqtt`.
    public let mqtt: MQTTSettings
    /// The meters in the order of the file, disabled ones too.
    public let meters: [MeterConfiguration]
    /// The sensors in the order of the file, disabled ones too.
    public let sensors: [SensorConfiguration]
}

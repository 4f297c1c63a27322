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
    /// The section `http`; `nil` when no server is wanted.
    public let http: HTTPSettings?
    /// The section `mail`; `nil` when no mail is sent.
    public let mail: MailSettings?
    /// The reports that are sent, in the order of the file; none without ``mail``.
    public let reports: [ReportConfiguration]
    /// The section `day_files`; `nil` when none are written.
    public let dayFiles: DayFileSettings?
}

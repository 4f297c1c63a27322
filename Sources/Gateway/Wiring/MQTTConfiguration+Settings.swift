// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Glibc
import MQTT

extension MQTTConfiguration {
    /// The client's settings from the section `mqtt`.
    init(_ settings: MQTTSettings, will: OutboundMessage) {
        self.init(
            host: settings.broker.host, port: settings.broker.port,
            clientID: settings.clientID ?? MQTTConfiguration.machineClientID())
        if settings.broker.usesTLS {
            tls = MQTTTLS(
                caFile: settings.certificateAuthorityFile,
                certFile: settings.clientCertificate?.certificateFile,
                keyFile: settings.clientCertificate?.keyFile)
        }
        let login = MQTTLogin(settings)
        (username, password) = (login.username, login.password)
        switch settings.version {
        case .version5: version = .v5
        case .version311: version = .v311
        case .automatic: version = .auto
        }
        self.will = will
    }

    /// A name of our own at the broker that stays the same: from the machine's id, so that a second
    /// machine differs.
    private static func machineClientID() -> String {
        let id = (try? Recording.bytes("/etc/machine-id")).map {
            String(decoding: $0.prefix(12), as: UTF8.self)
        }
        // At most 23 characters, which is all that every MQTT 3.1.1 broker must take.
        return "meter-gw-\(id ?? "\(getuid())")"
    }
}

extension MQTTLogin {
    /// The login from the section `mqtt`.
    init(_ settings: MQTTSettings) {
        self.init(
            username: settings.username,
            password: settings.password.map { MQTTSecret($0.reveal()) })
    }
}

extension OutboundMessage {
    /// What the broker says for us when we vanish.
    static func gatewayOffline(_ base: String) -> OutboundMessage {
        OutboundMessage(
            topic: TopicMap(base: base).gatewayState, payload: PayloadEncoder.state(false),
            qos: .atLeastOnce,
            retain: true)
    }
}

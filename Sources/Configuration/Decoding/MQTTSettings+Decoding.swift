// SPDX-License-Identifier: Apache-2.0

extension MQTTSettings {
    private static let keys = [
        "url", "protocol", "client_id", "username", "password", "password_file", "ca_file",
        "cert_file", "key_file",
        "base_topic", "topics", "backlog_rate",
    ]

    /// A kind of topics that can be asked for.
    private enum TopicKind: String, CaseIterable {
        case json, values
    }

    /// Reads the section `mqtt`; `nil` when it has no usable broker.
    init?(_ field: Field, context: DecodingContext) {
        guard let section = field.section(MQTTSettings.keys) else { return nil }
        let broker = section.required("url", "write url: mqtts://broker.example:8883").flatMap {
            BrokerAddress($0)
        }
        version = section["protocol"]?.choice() ?? .version5
        clientID = section["client_id"]?.text(limit: 128)
        username = section["username"]?.text(limit: 256)
        password = MQTTSettings.password(section, context)
        let usesTLS = broker?.usesTLS ?? true
        certificateAuthorityFile = context.certificateFile(
            section["ca_file"], isUsed: usesTLS, isTrusted: true)
        clientCertificate = MQTTSettings.clientCertificate(section, context, isUsed: usesTLS)
        baseTopic = section["base_topic"].flatMap(MQTTSettings.topic) ?? "meters"
        publishesValues = section["topics"].map(MQTTSettings.publishesValues) ?? false
        backlogRate = section["backlog_rate"]?.integer(in: 1...10_000) ?? 50
        guard let broker else { return nil }
        self.broker = broker
        warn(section)
    }

    private static func password(_ section: Section, _ context: DecodingContext) -> Secret? {
        guard let (field, isFile) = section.oneOf("password_file", "password") else { return nil }
        guard let text = isFile ? context.secretFile(field) : context.inlineSecret(field) else {
            return nil
        }
        // The line's end that an editor adds is not part of the password; blanks may be.
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty, text[line.endIndex...].allSatisfy(\.isNewline) else {
            field.report(
                "the password is not one line of text",
                "write it into the first line and nothing else")
            return nil
        }
        if section["username"] == nil {
            field.report("a password without a user name is never sent", "add username")
        }
        return Secret(String(line))
    }

    private static func clientCertificate(
        _ section: Section, _ context: DecodingContext, isUsed: Bool
    ) -> ClientCertificate? {
        let certificate = section["cert_file"]
        let key = section["key_file"]
        if certificate == nil, key == nil { return nil }
        guard let certificate, let key else {
            (certificate ?? key)?.report(
                "\(certificate == nil ? "cert_file" : "key_file") is missing beside it",
                "a client certificate needs both cert_file and key_file")
            return nil
        }
        return context.clientCertificate(certificate, key, isUsed: isUsed)
    }

    /// A topic that other topics can begin with.
    private static func topic(_ field: Field) -> String? {
        guard let scalar = field.scalar() else { return nil }
        let text = scalar.text
        let problem: String? =
            if text.contains(where: { $0 == "+" || $0 == "#" }) {
                "a topic to publish to cannot hold + or #"
            } else if text.unicodeScalars.contains(where: {
                $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
            }) {
                "a topic cannot hold NUL or other control characters"
            } else if text.hasPrefix("$") {
                "topics that begin with $ belong to the broker"
            } else if text.split(separator: "/", omittingEmptySubsequences: false).contains(
                where: \.isEmpty)
            {
                "the topic has an empty level"
            } else if text.utf8.count > 256 {
                "the topic is longer than 256 bytes"
            } else {
                nil
            }
        guard let problem else { return text }
        field.report(problem, "write something like meters or house/meters")
        return nil
    }

    private static func publishesValues(_ field: Field) -> Bool {
        let elements = field.elements()
        let kinds: [TopicKind] = elements.compactMap { $0.choice() }
        if kinds.count == elements.count, !kinds.contains(.json), !field.isRefused {
            field.report("'json' is missing", "write [json] or [json, values]")
        }
        return kinds.contains(.values)
    }

    private func warn(_ section: Section) {
        if broker.usesTLS { return }
        for key in ["ca_file", "cert_file"] {
            section[key]?.warn("has no effect with mqtt://", "write mqtts:// in url, or remove it")
        }
        if password != nil, !["localhost", "127.0.0.1", "::1"].contains(broker.host) {
            section["url"]?.warn("the password crosses the network in clear text", "use mqtts://")
        }
    }
}

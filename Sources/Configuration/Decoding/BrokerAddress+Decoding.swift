// SPDX-License-Identifier: Apache-2.0

extension BrokerAddress {
    /// Reads a broker's URL.
    init?(_ field: Field) {
        guard let text = field.text(limit: 512) else { return nil }
        let example = "write mqtts://broker.example:8883, or mqtt:// for clear text"
        guard
            let usesTLS = text.hasPrefix("mqtts://")
                ? true : text.hasPrefix("mqtt://") ? false : nil
        else {
            field.report("the URL does not begin with mqtt:// or mqtts://", example)
            return nil
        }
        do {
            let address = try HostAndPort(text.dropFirst(usesTLS ? 8 : 7))
            self.init(
                host: address.host, port: address.port ?? (usesTLS ? 8_883 : 1_883),
                usesTLS: usesTLS)
        } catch {
            switch error {
            case .credentials:
                field.report(
                    "the URL holds a user name or password",
                    "write them under username and password_file")
            case .path: field.report("the URL has more than a host and a port", example)
            case .host: field.report("the URL has no valid host", example)
            case .port: field.report("the URL's port is not a number from 1 to 65535", example)
            }
            return nil
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

extension PortAddress {
    /// Reads a port, and claims it: one device or address has one reader.
    init?(_ field: Field, context: DecodingContext) {
        guard let text = field.text(limit: 512) else { return nil }
        if text.hasPrefix("tcp://") {
            self.init(tcp: text.dropFirst(6), field)
        } else if text.contains("://") {
            field.report(
                "only tcp:// is read over the network",
                "write tcp://host:port or a path such as /dev/ttyUSB0")
            return nil
        } else if text.hasPrefix("tty") {
            field.report(
                "'\(field.shown)' is relative to the configuration file",
                "did you mean '/dev/\(field.shown)'?")
            return nil
        } else {
            guard let path = context.path(field) else { return nil }
            self = .device(path)
        }
        claim(field, context)
    }

    private init?(tcp text: Substring, _ field: Field) {
        let example = "write tcp://host:port, such as tcp://192.0.2.10:3000"
        do throws(HostAndPort.Problem) {
            let address = try HostAndPort(text)
            guard let port = address.port else { throw HostAndPort.Problem.port }
            self = .tcp(host: address.host, port: port)
        } catch {
            switch error {
            case .credentials: field.report("the address holds a user name or password", example)
            case .path, .host: field.report("the address has no valid host", example)
            case .port: field.report("the address has no port from 1 to 65535", example)
            }
            return nil
        }
    }

    private func claim(_ field: Field, _ context: DecodingContext) {
        switch self {
        case .tcp(let host, let port):
            field.claim(
                "port", "tcp://\(host.lowercased()):\(port)", remedy: "give each its own port"
            ) {
                "\(field.shown) is already read by \($0)"
            }
        case .device(let path):
            // Two links may lead to one device, as the by-id names of two adapters without serial
            // numbers do.
            let device = context.files.canonicalPath(of: path) ?? PathText.plain(path)
            field.claim(
                "port", device,
                remedy:
                    "give each its own port; adapters without serial numbers differ by /dev/serial/by-path"
            ) { earlier in
                device == path
                    ? "\(field.shown) is already read by \(earlier)"
                    : "\(field.shown) is the same device as that of \(earlier)"
            }
        }
    }
}

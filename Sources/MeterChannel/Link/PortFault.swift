// SPDX-License-Identifier: Apache-2.0
public import Serial

/// Why a port is not open.
public struct PortFault: Sendable, Hashable, Error {
    /// The port's state in health.
    public let port: LinkStatus.Port
    /// The channel's code in health.
    public let code: HealthCode
    /// What is wrong and what to do.
    public let hint: String

    /// Describes a fault.
    public init(port: LinkStatus.Port, code: HealthCode, hint: String) {
        self.port = port
        self.code = code
        self.hint = hint
    }

    /// The fault behind an error of opening.
    public init(_ error: SerialError) {
        port = LinkStatus.Port(rawValue: error.portState) ?? .lost
        code = HealthCode(rawValue: error.code) ?? .portLost
        hint = error.description
    }

    /// The fault when a device that was being read goes away.
    static func lost(_ address: LinkAddress) -> PortFault {
        let hint =
            switch address {
            case .device(let settings):
                "\(settings.path) went away while it was read; plug the adapter in again, it is opened within seconds."
            case .tcp(let host, let port):
                "The connection to \(LinkAddress.tcp(host: host, port: port).text) was lost; it is tried again, at first each second, later twice a minute."
            }
        return PortFault(port: .lost, code: .portLost, hint: hint)
    }

    /// The fault when an adapter cannot be connected to.
    static func unreached(_ address: LinkAddress, _ error: any Error) -> PortFault {
        let fault = ConnectionFault(error)
        let host = if case .tcp(let host, _) = address { host } else { address.text }
        return PortFault(
            port: .missing, code: .portMissing,
            hint: fault.hint(host: host, address: address.text))
    }

    /// The same fault, said of a port that had been open: a device that is gone then is lost, not
    /// missing.
    var afterLoss: PortFault {
        guard port == .missing else { return self }
        return PortFault(port: .lost, code: .portLost, hint: hint)
    }
}

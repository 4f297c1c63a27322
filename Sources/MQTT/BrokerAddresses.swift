// SPDX-License-Identifier: Apache-2.0

/// Where the broker is: what its name server says, else where it was last.
struct BrokerAddresses {
    /// How long a name server may take when there is an address to fall back on.
    static let patience = Duration.seconds(3)

    private let configuration: MQTTConfiguration
    private let errands: Errands
    /// The address of the present attempt.
    private var current: String?
    /// The address at which the broker was reached last.
    private var known: String?

    /// The addresses of a client's broker, none of them known.
    init(_ configuration: MQTTConfiguration, _ errands: Errands) {
        self.configuration = configuration
        self.errands = errands
    }

    /// The addresses to try in this order; those of IPv4 first if `prefersOld`.
    mutating func next(prefersOld: Bool) throws(MQTTFault) -> [String] {
        let limit = known == nil ? configuration.connackDeadline : Self.patience
        let (host, lookUp) = (configuration.host, configuration.lookUp)
        let answer = errands.run(until: .now + limit) { lookUp(host) } ?? []
        let addresses = answer.isEmpty ? [known].compactMap(\.self) : answer
        guard !addresses.isEmpty else { throw .nameNotResolved(host: host) }
        guard prefersOld else { return addresses }
        return addresses.filter { !$0.contains(":") } + addresses.filter { $0.contains(":") }
    }

    /// An attempt at an address begins.
    mutating func trying(_ address: String) { current = address }

    /// The attempt led to the broker.
    mutating func reached() { known = current ?? known }
}

// SPDX-License-Identifier: Apache-2.0

/// Where the server listens, and for whom.
public struct WebSettings: Sendable {
    /// A numeric address or a name, IPv6 without its brackets.
    public var host: String
    /// The TCP port; 0 for any free one.
    public var port: Int
    /// Who may read.
    public var access: WebAccess
    /// Further names by which clients may address it, in small letters and without a port.
    public var hosts: [String]
    /// The zone whose days and months count, by its name in the tz database.
    public var timeZone: String
    /// How much clients may have.
    public var limits = WebLimits()
    /// How long to wait before a port that another program has is tried again.
    public var bindAgainAfter = Duration.seconds(10)

    /// Puts the settings together; the rest has defaults.
    public init(
        host: String = "127.0.0.1", port: Int = 8_480, access: WebAccess = .loopback,
        hosts: [String] = [], timeZone: String = "Europe/Luxembourg"
    ) {
        self.host = host
        self.port = port
        self.access = access
        self.hosts = hosts
        self.timeZone = timeZone
    }
}

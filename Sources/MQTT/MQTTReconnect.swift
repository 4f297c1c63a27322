// SPDX-License-Identifier: Apache-2.0

/// How long to wait between two attempts to reach the broker.
///
/// It is tried for ever.
public struct MQTTReconnect: Sendable, Hashable {
    /// The pause between attempts at the beginning of an outage.
    public var first: Duration

    /// For how long an outage is answered with `first` before the pause doubles.
    public var eagerFor: Duration

    /// The longest pause.
    public var longest: Duration

    /// The pause after the broker refused the login: another try changes nothing by itself.
    public var afterRefusal: Duration

    /// The pause after the third takeover of our session within a minute.
    public var afterTakeover: Duration

    /// A connection that a living broker closes sooner than this counts as taken over.
    public var steadyAfter: Duration

    /// The defaults: 1 s for the first 10 s, then doubling to 30 s; 60 s when refused or taken
    /// over.
    public init(
        first: Duration = .seconds(1), eagerFor: Duration = .seconds(10),
        longest: Duration = .seconds(30), afterRefusal: Duration = .seconds(60),
        afterTakeover: Duration = .seconds(60), steadyAfter: Duration = .seconds(5)
    ) {
        self.first = first
        self.eagerFor = eagerFor
        self.longest = longest
        self.afterRefusal = afterRefusal
        self.afterTakeover = afterTakeover
        self.steadyAfter = steadyAfter
    }
}

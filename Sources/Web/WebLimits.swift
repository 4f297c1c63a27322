// SPDX-License-Identifier: Apache-2.0

/// How much clients may have of the server.
public struct WebLimits: Sendable {
    /// The most bytes of all header fields of a request.
    public var headBytes = 8 * 1_024
    /// The most bytes of a request's target.
    public var targetBytes = 2 * 1_024
    /// The most bytes of a request's body.
    public var bodyBytes = 64 * 1_024
    /// How long the head of a connection's first request may take.
    public var headTime = Duration.seconds(10)
    /// How long the body of a request may take.
    public var bodyTime = Duration.seconds(10)
    /// How long a connection may wait for its next request.
    public var idleTime = Duration.seconds(60)
    /// How long a client may leave lying what was written to it.
    public var stallTime = Duration.seconds(10)
    /// How many connections there may be.
    public var connections = 64
    /// How many of them from one address: a browser keeps six, and a few browsers share one.
    public var connectionsPerAddress = 24
    /// How many connections above that are told so; more are closed without a word.
    public var refusals = 64
    /// How long a connection that is told so may stay.
    public var refusalTime = Duration.seconds(1)
    /// How many live streams there may be.
    public var streams = 16
    /// How often a stream says something, so that nobody in between takes it for dead.
    public var heartbeat = Duration.seconds(15)
    /// How much time there is at least between two writes to a stream.
    public var streamPause = Duration.milliseconds(250)
    /// How long connections may go on once the server was told to end.
    public var farewellTime = Duration.milliseconds(500)
    /// How long a question to the store may take.
    public var questionTime = Duration.seconds(2)

    /// The limits that hold unless somebody says otherwise.
    public init() {}
}

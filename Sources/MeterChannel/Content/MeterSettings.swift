// SPDX-License-Identifier: Apache-2.0
public import FrameCrypto
public import Pipeline
public import Readings

/// What a meter's channel must know of its meter.
public struct MeterSettings: Sendable {
    /// Its short name.
    public var id: MeterID
    /// The port as configured, for health.
    public var port: String
    /// Its key; `nil` for a meter that speaks in clear.
    public var key: EncryptionKey?
    /// The key of its tags.
    public var authenticationKey: AuthenticationKey
    /// What is believed of it.
    public var policy: OpeningPolicy
    /// How often it speaks; `nil` to learn that.
    public var interval: Duration?
    /// What has been seen of it before, so that a replayed frame is not believed after a restart
    /// either.
    public var floor = ReplayFloor()
    /// Takes a sentence for each step of each frame, when somebody wants to read them.
    public var trace: (@Sendable (String) -> Void)?

    /// Describes a meter.
    public init(
        id: MeterID, port: String, key: EncryptionKey?,
        authenticationKey: AuthenticationKey = .luxembourg,
        policy: OpeningPolicy = OpeningPolicy(), interval: Duration? = nil
    ) {
        self.id = id
        self.port = port
        self.key = key
        self.authenticationKey = authenticationKey
        self.policy = policy
        self.interval = interval
    }
}

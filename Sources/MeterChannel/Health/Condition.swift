// SPDX-License-Identifier: Apache-2.0

/// State, reason and advice, which belong together.
public struct Condition: Sendable, Hashable {
    /// How it is.
    public let state: HealthState
    /// Why.
    public let code: HealthCode
    /// What to do, in plain words.
    public let hint: String

    /// Puts a condition together.
    public init(_ state: HealthState, _ code: HealthCode, hint: String = "") {
        self.state = state
        self.code = code
        self.hint = hint
    }

    /// Nothing has been heard yet.
    static let starting = Condition(
        .offline, .starting, hint: "The port is open; the first telegram is awaited.")
    /// Nothing has been heard yet of a sensor.
    static let sensorStarting = Condition(
        .offline, .starting, hint: "The port is open; the first line is awaited.")
    /// All is well.
    static let ok = Condition(.online, .ok)
    /// Left out by the configuration.
    public static let disabled = Condition(
        .disabled, .ok, hint: "enabled: false in the configuration.")
}

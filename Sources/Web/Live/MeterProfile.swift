// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What the configuration says of a meter or sensor.
public struct MeterProfile: Sendable, Hashable {
    /// The two kinds; the raw value is the word in JSON.
    public enum Kind: String, Sendable, Hashable {
        /// It sends telegrams.
        case meter
        /// It sends values.
        case sensor
    }

    /// The bounds of a value; a tank's level is between them.
    public struct Bounds: Sendable, Hashable {
        /// The least that counts as a value.
        public var minimum: FixedPoint?
        /// The greatest that counts as a value.
        public var maximum: FixedPoint?

        /// Puts bounds together.
        public init(minimum: FixedPoint?, maximum: FixedPoint?) {
            self.minimum = minimum
            self.maximum = maximum
        }
    }

    /// Its short name.
    public let id: MeterID
    /// Its name for people; any text.
    public var name: String
    /// Which of the two it is.
    public var kind: Kind
    /// Whether it is read at all.
    public var isEnabled: Bool
    /// The power class of a meter, in kW.
    public var referencePower: FixedPoint?
    /// The bounds of a sensor's values, by their names in JSON.
    public var bounds: [String: Bounds]

    /// Puts a profile together.
    public init(
        id: MeterID, name: String, kind: Kind, isEnabled: Bool = true,
        referencePower: FixedPoint? = nil, bounds: [String: Bounds] = [:]
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.isEnabled = isEnabled
        self.referencePower = referencePower
        self.bounds = bounds
    }
}

// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The newest that a meter or sensor said.
public struct LatestReadings: Sendable, Hashable {
    /// When its last byte was read.
    public var received: UTCTime
    /// When the meter says it sent it.
    public var time: UTCTime?
    /// The number of the frame; `nil` for clear telegrams and sensors.
    public var frameCounter: UInt32?
    /// What proves it: `verified`, `unverified`, `none`; `nil` for sensors.
    public var authentication: String?
    /// Whose registers these are, by the name that the history gives the meter; `nil` if it does not
    /// say, and for sensors.
    public var equipment: String?
    /// Its values by name.
    public var readings: [Reading]

    /// Puts it together.
    public init(
        received: UTCTime, time: UTCTime? = nil, frameCounter: UInt32? = nil,
        authentication: String? = nil, equipment: String? = nil, readings: [Reading]
    ) {
        self.received = received
        self.time = time
        self.frameCounter = frameCounter
        self.authentication = authentication
        self.equipment = equipment
        self.readings = readings
    }

    /// A number by its name; `nil` if the meter did not say it.
    subscript(name: String) -> FixedPoint? {
        guard case .number(let number) = readings.first(where: { $0.name == name })?.value else {
            return nil
        }
        return number
    }
}

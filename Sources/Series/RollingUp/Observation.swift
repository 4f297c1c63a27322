// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A telegram or a sensor's sample as the roll-up takes it.
public struct Observation: Sendable {
    /// Its place in the log, which only grows; `nil` for a sample, which no log keeps.
    public var place: Int64?
    /// When the meter says it was; `nil` if its clock is not set.
    public var meterTime: UTCTime?
    /// When it was received.
    public var received: UTCTime
    /// The meter's own name or system title; `nil` if it does not say.
    public var equipment: String?
    /// Its frame counter; `nil` if it has none.
    public var counter: UInt32?
    /// What proves it; `nil` for a sensor's sample.
    public var authentication: Authentication?
    /// Whether a tag or a checksum vouches for its bytes: what nothing checks is believed only if it
    /// follows from what was before, or the next telegram bears it out.
    public var isChecked = true
    /// Its values by name; those that no series keeps are passed over.
    public var readings: [Reading]

    /// Puts a telegram together.
    public init(
        place: Int64, meterTime: UTCTime?, received: UTCTime, equipment: String?, counter: UInt32?,
        authentication: Authentication, isChecked: Bool = true, readings: [Reading]
    ) {
        self.place = place
        self.meterTime = meterTime
        self.received = received
        self.equipment = equipment
        self.counter = counter
        self.authentication = authentication
        self.isChecked = isChecked
        self.readings = readings
    }

    /// Puts a sensor's sample together.
    public init(sample readings: [Reading], received: UTCTime) {
        self.received = received
        self.readings = readings
    }

    /// The numbers in it that belong to quantities of one kind.
    func numbers(_ kind: Quantity.Kind) -> [RegisterAmount] {
        let isSample = place == nil
        return readings.compactMap { reading in
            guard case .number(let number) = reading.value else { return nil }
            let quantity =
                isSample ? Quantity.sensor(reading.name) : Quantity.named(reading.name)
            guard quantity?.kind == kind else { return nil }
            return RegisterAmount(name: reading.name, value: number)
        }
    }
}

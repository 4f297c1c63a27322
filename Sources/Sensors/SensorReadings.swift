// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a sample comes to after units, formulas and bounds.
public struct SensorReadings: Sendable, Hashable {
    /// The values in the order of their definitions, named with their units.
    public private(set) var readings: [Reading] = []
    /// How many values had no result or lay outside their bounds.
    public private(set) var outOfRange = 0

    /// Applies the definitions in order; each may build on what an earlier one gave.
    ///
    /// A value that is out of range is gone for later definitions too. Those find no source then,
    /// as when the sensor did not say it: no value, and not counted again.
    public init(_ values: [SensorValue], definitions: [SensorValueDefinition]) {
        var known: [String: FixedPoint] = [:]
        for value in values { known[value.name] = value.number }
        for definition in definitions {
            guard let source = known[definition.source] else { continue }
            known[definition.name] = definition.value(for: source)
            if let result = known[definition.name] {
                readings.append(Reading(name: definition.readingName, value: .number(result)))
            } else {
                outOfRange += 1
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// How a sensor writes its values on the line.
public enum SensorFormat: Sendable, Hashable {
    /// MaxBotix MB7060, an ultrasonic distance sensor: `R`, three digits of centimetres, CR.
    ///
    /// CR LF and LF are taken as well. 20 to 764 is a distance, 765 says that nothing is in range,
    /// and any other number is no reading at all.
    case mb7060
    /// Any other text format, by a regular expression.
    case pattern(SensorPattern)

    /// Takes the name of a format; `nil` for an unknown one.
    public init?(name: String) {
        guard name == "mb7060" else { return nil }
        self = .mb7060
    }

    /// The names of the values it can read, as a configuration refers to them.
    public var valueNames: [String] {
        switch self {
        case .mb7060: ["distance"]
        case .pattern(let pattern): pattern.names
        }
    }

    /// What is published when a configuration defines no values: each value that can be read, under
    /// its own name.
    public var defaultDefinitions: [SensorValueDefinition] {
        switch self {
        case .mb7060: [SensorValueDefinition(name: "distance", unit: .centimetre)]
        case .pattern(let pattern): pattern.names.map { SensorValueDefinition(name: $0) }
        }
    }

    /// How many bytes of a line without an end are kept.
    var lineLimit: Int {
        switch self {
        case .mb7060: LineSplitter.lengthLimit
        case .pattern: 1_024
        }
    }

    /// Why bytes beyond ``lineLimit`` go: the MB7060 has lines of five bytes, a pattern's device
    /// need not have any.
    var overflowReason: SensorDiscardReason {
        switch self {
        case .mb7060: .oversize
        case .pattern: .noise
        }
    }

    /// What is searched for in a line; `nil` only if the built-in pattern did not compile, which a
    /// test excludes.
    var program: PatternProgram? {
        switch self {
        case .mb7060: SensorFormat.rangefinder?.program
        case .pattern(let pattern): pattern.program
        }
    }

    private static let rangefinder = try? SensorPattern(#"R(?<distance>[0-9]{3})(?:\r\n?|\n)"#)
}

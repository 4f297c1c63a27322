// SPDX-License-Identifier: Apache-2.0
import Sensors

extension SensorConfiguration {
    private static let keys =
        Identity.keys + PortSettings.keys + ["format", "pattern", "every", "poll", "values"]

    /// Reads an entry of `sensors`; `nil` without a usable id, port and format.
    init?(_ field: Field, context: DecodingContext) {
        guard let section = field.section(SensorConfiguration.keys) else { return nil }
        let identity = Identity(section)
        let port = PortSettings(section, defaultBaud: 9_600, context: context)
        let format = SensorConfiguration.format(section)
        timing = SensorConfiguration.timing(section, context)
        values = SensorValues(section["values"], format: format).definitions
        guard let identity, let port, let format else { return nil }
        id = identity.id
        name = identity.name
        isEnabled = identity.isEnabled
        self.port = port
        self.format = format
    }

    private static func format(_ section: Section) -> SensorFormat? {
        guard let (field, isNamed) = section.oneOf("format", "pattern") else {
            section.report(
                "neither 'format' nor 'pattern' is given", "write format: mb7060, or a pattern")
            return nil
        }
        guard let text = field.text() else { return nil }
        if isNamed {
            if let format = SensorFormat(name: text) { return format }
            field.report(
                "there is no format '\(field.shown)'", "write mb7060, or use pattern instead")
            return nil
        }
        do {
            return .pattern(try SensorPattern(text))
        } catch {
            field.report(
                field.isLiteral ? error.description : "\(field.shown) is no pattern",
                "write it in single quotes, such as 'R(?<distance>[0-9]{3})\\r'")
            return nil
        }
    }

    private static func timing(_ section: Section, _ context: DecodingContext) -> SensorTiming {
        guard let (field, isPoll) = section.oneOf("poll", "every") else { return .eachLine }
        guard isPoll else {
            return field.duration(in: .seconds(1)...(.seconds(86_400))).map { .median(every: $0) }
                ?? .eachLine
        }
        guard let poll = field.section(["every", "line"]) else { return .eachLine }
        let every = poll.required("every", "write every: 60s")?.duration(
            in: .seconds(2)...(.seconds(86_400)))
        let line = poll.required("line", "write line: {chip: gpiochip0, line: 27}").flatMap {
            DataRequestConfiguration($0, defaultActiveLow: false, context: context)
        }
        guard let every, let line else { return .eachLine }
        return .poll(every: every, line: line)
    }
}

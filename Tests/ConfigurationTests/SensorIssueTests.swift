// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Testing

/// What `check` prints about sensors, word for word.
struct SensorIssueTests {
    @Test(arguments: [
        (
            "format: mb7061",
            "8:13: sensors[0].format: there is no format 'mb7061'; write mb7060, or use pattern instead"
        ),
        (
            "pattern: 'R([0-9]+)'",
            "8:14: sensors[0].pattern: the pattern has no named group such as (?<distance>[0-9]+); write it in single quotes, such as 'R(?<distance>[0-9]{3})\\r'"
        ),
        (
            "pattern: 'R(?<d>[0-9]+'",
            "8:14: sensors[0].pattern: '(' at column 2 of the pattern is never closed; write it in single quotes, such as 'R(?<distance>[0-9]{3})\\r'"
        ),
        (
            "format: mb7060\n    pattern: x",
            "9:14: sensors[0].pattern: both 'format' and 'pattern' are given; keep one of them"
        ),
        (
            "every: 10s",
            "7:5: sensors[0]: neither 'format' nor 'pattern' is given; write format: mb7060, or a pattern"
        ),
        (
            "format: mb7060\n    poll: {every: 60s}",
            "9:11: sensors[0].poll.line: the key is missing; write line: {chip: gpiochip0, line: 27}"
        ),
        (
            "format: mb7060\n    values: {volume: {unit: l}}",
            "9:22: sensors[0].values.volume: the sensor gives no value 'volume'; add 'from'; use one of distance"
        ),
        (
            "format: mb7060\n    values: {v: {from: distanz}}",
            "9:24: sensors[0].values.v.from: there is no value 'distanz' before this one; did you mean 'distance'?"
        ),
        (
            "format: mb7060\n    values: {v: {from: distance, formula: 2 * (x - 1}}",
            "9:43: sensors[0].values.v.formula: the formula ends too early; write it like (204.5 - x) * 51.07, where x is the value"
        ),
        (
            "format: mb7060\n    values: {v: {from: distance, decimals: 20}}",
            "9:44: sensors[0].values.v.decimals: 20 is out of range; write a number from 0 to 9"
        ),
        (
            "format: mb7060\n    values: {distance: {minimum: 5, maximum: 1}}",
            "9:34: sensors[0].values.distance.minimum: minimum is above maximum; swap them"
        ),
        (
            "format: mb7060\n    values: {distance: {maximum: 1e3}}",
            "9:34: sensors[0].values.distance.maximum: expected a decimal number, found '1e3'; write it like 10443 or -0.5"
        ),
        (
            "format: mb7060\n    values: {Distance: {from: distance}}",
            "9:14: sensors[0].values.Distance: 'Distance' is no name of a value; write a small letter, then small letters, digits and _"
        ),
        (
            "format: mb7060\n    values: {distance: {unit: cm}, distance_cm: {from: distance}}",
            "9:49: sensors[0].values.distance_cm: the name 'distance_cm' is already taken; choose another name or unit"
        ),
        (
            "format: mb7060\n    values: [distance]",
            "9:13: sensors[0].values: a mapping of names is expected here; write lines such as 'distance: {unit: cm}'"
        ),
    ])
    func `a sensor that cannot be read is refused`(_ lines: String, _ complaint: String) {
        let text = """
            version: 1
            mqtt:
              url: mqtt://localhost
            # A sensor and nothing else.

            sensors:
              - id: tank
                \(lines)
                port: /dev/ttyAMA1
            """
        #expect(complaints(text) == ["meters.yaml:" + complaint])
    }
}

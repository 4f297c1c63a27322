// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// A length of time as it is typed: `10s`, `250ms`, or seconds as a bare number.
struct Period: ExpressibleByArgument, CustomStringConvertible {
    let milliseconds: Int

    init(milliseconds: Int) { self.milliseconds = milliseconds }

    init?(argument: String) {
        let factor = argument.hasSuffix("ms") ? 1 : 1_000
        let digits =
            argument.hasSuffix("ms")
            ? argument.dropLast(2) : argument.hasSuffix("s") ? argument.dropLast() : argument[...]
        guard let number = Int(digits), number >= 0, number <= 86_400_000 / factor else {
            return nil
        }
        milliseconds = number * factor
    }

    var description: String {
        milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }

    var defaultValueDescription: String { description }
}

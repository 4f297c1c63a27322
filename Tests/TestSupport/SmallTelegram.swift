// SPDX-License-Identifier: Apache-2.0
public import Readings

/// The body of a telegram in a few bytes, for tests of what is made of readings and not of how they are read.
public enum SmallTelegram {
    /// Names and numbers, with three decimals, as a body.
    public static func body(_ numbers: [(String, Int64)]) -> [UInt8] {
        Array(numbers.reduce(into: "/") { $0 += ";\($1.0)=\($1.1)" }.utf8)
    }

    /// The readings that a body was made of.
    public static func readings(in body: [UInt8]) -> [Reading] {
        String(decoding: body, as: UTF8.self).split(separator: ";").dropFirst().compactMap {
            field in
            let parts = field.split(separator: "=")
            guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
            return Reading(
                name: String(parts[0]), value: .number(FixedPoint(number, decimals: 3)))
        }
    }
}

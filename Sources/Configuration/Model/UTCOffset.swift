// SPDX-License-Identifier: Apache-2.0

/// How far a local time is ahead of UTC, in whole minutes from -12:00 to +14:00.
public struct UTCOffset: Sendable, Hashable {
    /// Minutes; negative west of Greenwich.
    public let minutes: Int

    /// Central European standard time, one hour ahead.
    public static let centralEurope = UTCOffset(minutes: 60)

    private init(minutes: Int) { self.minutes = minutes }

    /// Reads `+01:00`; `nil` for any other form.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let digits = [1, 2, 4, 5]
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[0]),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0]) })
        else { return nil }
        let parts = digits.map { Int(bytes[$0] - UInt8(ascii: "0")) }
        let minute = parts[2] * 10 + parts[3]
        let total = (parts[0] * 10 + parts[1]) * 60 + minute
        let signed = bytes[0] == UInt8(ascii: "-") ? -total : total
        guard minute < 60, (-12 * 60...14 * 60).contains(signed) else { return nil }
        minutes = signed
    }
}

extension UTCOffset: CustomStringConvertible {
    /// `+01:00`.
    public var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
    }
}

// SPDX-License-Identifier: Apache-2.0
public import Readings

extension FixedPoint {
    /// Reads a decimal number in ASCII: a sign, digits, and a point or comma with more digits,
    /// blanks around it.
    ///
    /// `nil` for anything else, for more than 18 decimals and for what does not fit 64 bits.
    public init?(decimal bytes: some Collection<UInt8>) {
        var rest = bytes.drop { ByteSet.blanks.contains($0) }[...]
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var mantissa: Int64 = 0
        var decimals: UInt8?
        var hasDigit = false
        var isOver = false
        for byte in rest {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard !isOver else { return nil }
                let (tens, overflow) = mantissa.multipliedReportingOverflow(by: 10)
                let digit = Int64(byte - UInt8(ascii: "0"))
                let (sum, tooBig) = tens.addingReportingOverflow(negative ? -digit : digit)
                guard !overflow, !tooBig else { return nil }
                mantissa = sum
                hasDigit = true
                if let places = decimals {
                    guard places < 18 else { return nil }
                    decimals = places + 1
                }
            case UInt8(ascii: "."), UInt8(ascii: ","):
                guard !isOver, decimals == nil, hasDigit else { return nil }
                decimals = 0
            default:
                guard ByteSet.blanks.contains(byte) else { return nil }
                isOver = true
            }
        }
        guard hasDigit, decimals != 0 else { return nil }
        self.init(mantissa, decimals: decimals ?? 0)
    }
}

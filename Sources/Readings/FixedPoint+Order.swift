// SPDX-License-Identifier: Apache-2.0

extension FixedPoint {
    /// Whether it is the smaller number, however the two are written; exact for any two numbers.
    public func isLess(than other: FixedPoint) -> Bool {
        let places = max(decimals, other.decimals)
        return widened(to: places) < other.widened(to: places)
    }

    /// The mantissa at more decimals.
    ///
    /// Nineteen digits and eighteen more fit 128 bits. What does not, with more decimals than there
    /// should be, ends at the bounds, which no mantissa of 64 bits reaches.
    private func widened(to places: UInt8) -> Int128 {
        var wide = Int128(mantissa)
        for _ in decimals..<places {
            let (product, overflow) = wide.multipliedReportingOverflow(by: 10)
            guard !overflow else { return mantissa < 0 ? .min : .max }
            wide = product
        }
        return wide
    }
}

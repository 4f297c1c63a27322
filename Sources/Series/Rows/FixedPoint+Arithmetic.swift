// SPDX-License-Identifier: Apache-2.0
import Readings

// Exact arithmetic on what meters say. Sixty-four bits hold a century of any meter's sums; what does
// not fit changes nothing rather than ending the process.
extension FixedPoint {
    /// The exact sum; the number itself if that does not fit.
    func plus(_ other: FixedPoint) -> FixedPoint {
        let places = max(decimals, other.decimals)
        guard let left = rescaled(to: places), let right = other.rescaled(to: places) else {
            return self
        }
        let (sum, overflow) = left.mantissa.addingReportingOverflow(right.mantissa)
        return overflow ? self : FixedPoint(sum, decimals: places)
    }

    /// The exact difference; zero if that does not fit.
    func minus(_ other: FixedPoint) -> FixedPoint {
        subtracting(other) ?? FixedPoint(0, decimals: decimals)
    }
}

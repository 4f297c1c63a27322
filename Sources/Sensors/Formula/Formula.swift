// SPDX-License-Identifier: Apache-2.0
public import Readings

/// A calculation with one unknown, such as `(204.5 - x) * 51.07`.
///
/// `+ - * /`, parentheses, signs, decimal numbers, and `x` or the source's name. It is computed
/// exactly, as a fraction, and rounded once at the end; there is no binary floating point. At most
/// 256 characters.
public struct Formula: Sendable, Hashable {
    /// One step of the calculation on a stack of numbers.
    enum Step: Sendable, Hashable {
        case number(Rational)
        case unknown
        case add, subtract, multiply, divide, negate
    }

    /// The formula as it was written.
    public let text: String
    private let steps: [Step]

    /// Reads a formula in which `x`, or `source`, stands for the value it is applied to.
    public init(_ text: String, source: String = "x") throws(FormulaError) {
        var parser = try FormulaParser(text, unknowns: ["x", source])
        steps = try parser.parse()
        self.text = text
    }

    /// The result for one value, rounded half away from zero to `decimals`.
    ///
    /// `nil` after a division by zero, and when a number does not fit: 128 bits on the way, 64 bits
    /// at the end.
    public func value(for unknown: FixedPoint, decimals: UInt8) -> FixedPoint? {
        var stack: [Rational] = []
        for step in steps {
            guard let result = Formula.result(of: step, on: &stack, unknown: unknown) else {
                return nil
            }
            stack.append(result)
        }
        return stack.last?.rounded(decimals: decimals)
    }

    private static func result(of step: Step, on stack: inout [Rational], unknown: FixedPoint)
        -> Rational?
    {
        switch step {
        case .number(let number): return number
        case .unknown: return Rational(unknown)
        case .negate: return stack.popLast()?.negated
        case .add, .subtract, .multiply, .divide: break
        }
        guard let right = stack.popLast(), let left = stack.popLast() else { return nil }
        return switch step {
        case .add: left.adding(right)
        case .subtract: left.subtracting(right)
        case .multiply: left.multiplied(by: right)
        default: left.divided(by: right)
        }
    }
}

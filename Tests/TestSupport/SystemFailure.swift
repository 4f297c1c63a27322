// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A call into the system failed while a test was being set up.
public struct SystemFailure: Error, CustomStringConvertible {
    /// The call.
    public let call: String
    /// The system's error number.
    public let number: Int32

    /// Notes the call and the current error number.
    public init(_ call: String) {
        self.init(call, number: errno)
    }

    /// Notes the call and the error number it gave.
    public init(_ call: String, number: Int32) {
        self.call = call
        self.number = number
    }

    /// The call and its number.
    public var description: String { "\(call) failed with error \(number)" }
}

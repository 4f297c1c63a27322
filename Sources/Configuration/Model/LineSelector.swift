// SPDX-License-Identifier: Apache-2.0

/// How a line of a GPIO chip is named.
public enum LineSelector: Sendable, Hashable {
    /// By its number on the chip.
    case offset(UInt32)
    /// By the name that the device tree gives it.
    case name(String)
}

extension LineSelector: CustomStringConvertible {
    /// `line 17` or `line GPIO22`.
    public var description: String {
        switch self {
        case .offset(let offset): "line \(offset)"
        case .name(let name): "line \(name)"
        }
    }
}

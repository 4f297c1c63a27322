// SPDX-License-Identifier: Apache-2.0

/// Which line of a chip is meant.
public enum LineSelector: Sendable, Hashable {
    /// The line with this number on its chip, from 0.
    case offset(UInt32)
    /// The first line of the chip with this name, such as `GPIO17`.
    case name(String)
}

extension LineSelector: CustomStringConvertible {
    /// The number, or the name.
    public var description: String {
        switch self {
        case .offset(let offset): "\(offset)"
        case .name(let name): name
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The short name of a meter or sensor, as it stands in topics, file names and messages.
///
/// `[a-z0-9][a-z0-9_-]*`, at most 63 characters, and never `gateway`.
public struct MeterID: Sendable, Hashable {
    /// The name itself.
    public let text: String

    /// Takes the name if it has the right form; `nil` otherwise.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), text != "gateway", let first = bytes.first else {
            return nil
        }
        func plain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard plain(first),
            bytes.allSatisfy({ plain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else { return nil }
        self.text = text
    }
}

extension MeterID: CustomStringConvertible {
    /// The name itself.
    public var description: String { text }
}

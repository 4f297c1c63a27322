// SPDX-License-Identifier: Apache-2.0

/// The bytes that libFuzzer made up, taken from the front.
public struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    /// Copies what libFuzzer lends for the time of one call.
    public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        rest = unsafe ArraySlice(UnsafeBufferPointer(start: start, count: count))
    }

    /// Whether nothing is left.
    public var isEmpty: Bool { rest.isEmpty }

    /// The next byte; 0 at the end.
    public mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next so many bytes, or all that are left.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A length in two bytes, and as many bytes as it says.
    public mutating func field() -> [UInt8] {
        let high = Int(byte())
        return bytes(high << 8 | Int(byte()))
    }

    /// All up to the next zero byte, which goes too.
    public mutating func text() -> String {
        let end = rest.firstIndex(of: 0) ?? rest.endIndex
        defer { rest = rest[end...].dropFirst() }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// All that is left.
    public mutating func remainder() -> [UInt8] { bytes(rest.count) }
}

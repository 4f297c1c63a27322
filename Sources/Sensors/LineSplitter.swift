// SPDX-License-Identifier: Apache-2.0

/// Cuts a sensor's bytes into lines without changing one of them: what the topic `raw` carries.
///
/// A line ends with CR, LF or CR LF, which belong to it. Lines longer than 256 bytes are cut there.
public struct LineSplitter: Sendable {
    /// The longest line in bytes, without its end.
    public static let lengthLimit = 256

    private var line: [UInt8] = []

    /// Starts with an empty line.
    public init() {}

    /// Whether bytes wait for the rest of their line; then ``flush()`` is due once the line is
    /// silent.
    public var isPending: Bool { !line.isEmpty }

    /// Takes the next bytes and returns the lines that are complete.
    ///
    /// A CR is complete with the byte behind it, since that may be the LF of the same line.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in bytes {
            let endsBefore = line.last == LineEnd.carriageReturn && byte != LineEnd.lineFeed
            let isFull = line.count >= LineSplitter.lengthLimit && !LineEnd.contains(byte)
            if endsBefore || isFull, let full = flush() { lines.append(full) }
            line.append(byte)
            if byte == LineEnd.lineFeed, let complete = flush() { lines.append(complete) }
        }
        return lines
    }

    /// Ends the line where it is: the device has fallen silent, or its port is gone.
    public mutating func flush() -> [UInt8]? {
        guard !line.isEmpty else { return nil }
        defer { line.removeAll(keepingCapacity: true) }
        return line
    }
}

// SPDX-License-Identifier: Apache-2.0

/// The bytes of a pattern, and how far they have been read.
struct PatternText {
    static let lengthLimit = 512

    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ pattern: String) throws(SensorPatternError) {
        var bytes: [UInt8] = []
        for scalar in pattern.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else {
                throw .notLatin1(column: bytes.count + 1)
            }
            guard bytes.count < PatternText.lengthLimit else {
                throw .tooLong(limit: PatternText.lengthLimit)
            }
            bytes.append(byte)
        }
        guard !bytes.isEmpty else { throw .empty }
        self.bytes = bytes
    }

    /// Where the next byte stands, for people.
    var column: Int { position + 1 }

    /// The next byte; `nil` at the end.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// What has not been read yet.
    var rest: ArraySlice<UInt8> { bytes[position...] }

    /// Passes over bytes that have been looked at.
    mutating func skip(_ count: Int) { position += count }

    /// Passes over a character if it comes next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = peek, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    /// A whole number of four digits at most; `nil` when there is none.
    mutating func number() -> Int? {
        let digits = rest.prefix(4).prefix { ByteSet.digits.contains($0) }
        position += digits.count
        return digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// That the next byte cannot stand where it does.
    func unexpected() -> SensorPatternError {
        guard let byte = peek else { return .unexpected(column: bytes.count, character: "the end") }
        return .unexpected(column: column, character: String(Unicode.Scalar(byte)))
    }
}

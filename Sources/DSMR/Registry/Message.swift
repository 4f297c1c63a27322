// SPDX-License-Identifier: Apache-2.0

/// Texts that a meter prints as hex digits of their bytes (DSMR 5.0.2, 6.6).
public enum Message {
    /// The text; `nil` when it is empty or only padding (bytes FF).
    ///
    /// What is not an even number of hex digits is taken as it stands.
    public static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        guard !bytes.isEmpty else { return nil }
        guard bytes.count.isMultiple(of: 2), let decoded = hex(bytes) else { return latin(bytes) }
        let text = decoded.filter { $0 != 0xFF }
        return text.isEmpty ? nil : latin(text[...])
    }

    /// The bytes of hex digits; `nil` when one of them is none.
    public static func hex(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            guard let value = ASCII.hexValue(digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }

    /// The text of bytes that are UTF-8, or Latin-1 where they are not.
    public static func latin(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Reads recordings: bytes as they came, or their hex digits.
enum Recording {
    /// The bytes of a recording; a text of nothing but hex digits and blanks is taken for hex.
    static func read(_ path: String) throws -> [UInt8] {
        let bytes = try bytes(path)
        switch content(bytes) {
        case .binary: return bytes
        case .hex(let bytes): return bytes
        case .oddHex(let count):
            throw Exit.because(
                "\(path): the text is hex digits and blanks, but an odd number of digits "
                    + "(\(count)): one is missing or too many; copy it whole", Exit.no)
        }
    }

    /// The bytes of a file, or of standard input for `-`.
    static func bytes(_ path: String) throws -> [UInt8] {
        let descriptor = unsafe path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func failure(_ path: String) -> any Error {
        let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return Exit.because("\(path): \(reason)", Exit.io)
    }

    /// What a recording turns out to be.
    enum Content: Equatable {
        /// Bytes as they came.
        case binary
        /// A text of hex digits, and the bytes that they stand for.
        case hex([UInt8])
        /// A text of hex digits, of which one is missing or too many.
        case oddHex(digits: Int)
    }

    /// The bytes that a text of hex digits stands for; `nil` when it is none.
    static func hex(_ text: [UInt8]) -> [UInt8]? {
        if case .hex(let bytes) = content(text) { bytes } else { nil }
    }

    /// Looks whether a recording is a text of nothing but hex digits and blanks, with or without a
    /// byte order mark.
    static func content(_ text: [UInt8]) -> Content {
        let hasMark = text.starts(with: [0xEF, 0xBB, 0xBF])
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.dropFirst(hasMark ? 3 : 0) {
            let value: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = character - UInt8(ascii: "A") + 10
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default: return .binary
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        if high != nil { return .oddHex(digits: 2 * bytes.count + 1) }
        return bytes.isEmpty ? .binary : .hex(bytes)
    }
}

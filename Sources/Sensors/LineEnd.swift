// SPDX-License-Identifier: Apache-2.0

/// The two bytes that end a line: CR, LF or both in this order.
enum LineEnd {
    static let carriageReturn: UInt8 = 0x0D
    static let lineFeed: UInt8 = 0x0A

    static func contains(_ byte: UInt8) -> Bool { byte == carriageReturn || byte == lineFeed }
}

// SPDX-License-Identifier: Apache-2.0

/// What is timed; the floor in C has cases of the same names.
enum FrameCase: String, CaseIterable {
    /// The seal alone.
    case open
    /// CRC-16/ARC over the telegram.
    case crc
    /// The lines of a telegram that lies there in clear.
    case parse
    /// Bytes in, record out: framing, seal, replay floor, checksum, lines.
    case all
}

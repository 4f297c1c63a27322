// SPDX-License-Identifier: Apache-2.0

/// Why bytes of a stream did not become a telegram; the raw value is the word in JSON and in
/// health.
public enum DiscardReason: String, Sendable, Hashable, CaseIterable {
    /// Bytes that belong to no frame.
    case noise
    /// The line fell silent, or another frame began, before this one was whole.
    case truncated
    /// It begins like a sealed frame, but its length or control byte cannot be.
    case badHeader = "bad_header"
    /// It announces more than a frame may have.
    case oversize
    /// The tag fails and what comes out is no telegram.
    case wrongKey = "wrong_key"
    /// The tag fails, a telegram begins, its CRC fails: the right key, and bytes broken on the way.
    case damaged
    /// The tag fails although the telegram and its CRC are right.
    case tagMismatch = "tag_mismatch"
    /// There is no tag, and only frames with one are believed.
    case unauthenticated
    /// There is no key for it.
    case noKey = "no_key"
    /// A clear telegram whose checksum is wrong, or absent where its version demands one.
    case crcWrong = "crc_wrong"
    /// Tag or CRC are right, but this is not the grammar of a telegram.
    case malformedTelegram = "malformed_telegram"
    /// A genuine frame that was seen before, or an older one.
    case replay
    /// A clear telegram from a meter that has a key.
    case plaintextRefused = "plaintext_refused"
    /// Genuine, but not P1 text.
    case unsupported
}

// SPDX-License-Identifier: Apache-2.0

/// One file of the page, ready to be sent.
struct Asset: Sendable {
    let mediaType: String
    let bytes: [UInt8]
    /// The same compressed; `nil` where that gains nothing.
    let compressed: [UInt8]?
    let tag: EntityTag

    init(_ name: String, _ bytes: [UInt8]) {
        self.bytes = bytes
        mediaType = MediaType.ofFile(name)
        compressed = GZIP.compress(bytes, level: 9)
        tag = EntityTag(bytes)
    }
}

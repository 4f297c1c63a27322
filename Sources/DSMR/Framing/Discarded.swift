// SPDX-License-Identifier: Apache-2.0

/// A stretch of the stream that became no telegram, with the reason.
public struct Discarded: Sendable, Hashable {
    /// Where it begins, in bytes from the start of the stream.
    public var offset: Int
    /// How many bytes it has.
    public var length: Int
    /// Why.
    public var reason: DiscardReason
    /// What the head of a sealed frame said of itself, if there was one; nothing of it is proved.
    public var header: SealedHeader?
    /// One sentence more, where the reason does not say all.
    public var detail: String?

    /// Describes a stretch.
    public init(
        offset: Int, length: Int, reason: DiscardReason, header: SealedHeader? = nil,
        detail: String? = nil
    ) {
        self.offset = offset
        self.length = length
        self.reason = reason
        self.header = header
        self.detail = detail
    }
}

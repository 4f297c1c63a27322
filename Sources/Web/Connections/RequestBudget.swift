// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Counts the bytes of each request before anybody looks at them.
///
/// The decoder bounds the head and Hummingbird reads bodies to their end, however long; here nothing
/// gets past that is longer than head and body may be together. It also keeps how a request began:
/// of a method that it does not know, the decoder gives nothing.
final class RequestBudget: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The request was longer than any may be.
    struct Exceeded: Error {}

    /// As many bytes of a request as tell a method from what is none.
    private static let beginningLength = 32

    private let limit: Int
    private var count = 0
    private var beginning: [UInt8] = []

    init(_ limits: WebLimits) { limit = limits.headBytes + limits.targetBytes + limits.bodyBytes }

    /// Begins to count anew, because a request has been answered.
    func reset() { count = 0 }

    /// Whether it begins as a request line does, with a word and the target's slash.
    var hasMethod: Bool {
        let word = beginning.prefix(while: RequestBudget.isOfToken)
        return !word.isEmpty && beginning.dropFirst(word.count).starts(with: Array(" /".utf8))
    }

    /// RFC 9110, 5.6.2.
    private static func isOfToken(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard count <= limit else { return }
        let bytes = unwrapInboundIn(data)
        if count == 0 {
            beginning = Array(bytes.readableBytesView.prefix(RequestBudget.beginningLength))
        }
        count += bytes.readableBytes
        guard count <= limit else { return context.fireErrorCaught(Exceeded()) }
        context.fireChannelRead(data)
    }
}

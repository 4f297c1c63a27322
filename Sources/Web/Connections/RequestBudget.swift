// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Counts the bytes of each request before anybody looks at them.
///
/// The decoder bounds the head and Hummingbird reads bodies to their end, however long; here nothing
/// gets past that is longer than head and body may be together.
final class RequestBudget: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The request was longer than any may be.
    struct Exceeded: Error {}

    private let limit: Int
    private var count = 0

    init(_ limits: WebLimits) { limit = limits.headBytes + limits.targetBytes + limits.bodyBytes }

    /// Begins to count anew, because a request has been answered.
    func reset() { count = 0 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard count <= limit else { return }
        count += unwrapInboundIn(data).readableBytes
        guard count <= limit else { return context.fireErrorCaught(Exceeded()) }
        context.fireChannelRead(data)
    }
}

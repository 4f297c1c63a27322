// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Hands what NIO reads from a port to its channel, in the channel's own isolation.
///
/// The channel's executor is the event loop that this handler runs on, so the bytes go over without
/// a hop and without a queue in between.
final class PortReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: @Sendable (ByteBuffer) -> TimeAmount?
    private let ended: @Sendable () -> Void
    private var rest: TimeAmount?

    /// `received` says how long to rest before the next read; `ended` is called once the port is
    /// gone.
    init(
        received: @escaping @Sendable (ByteBuffer) -> TimeAmount?,
        ended: @escaping @Sendable () -> Void
    ) {
        self.received = received
        self.ended = ended
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest = received(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard let rest else { return context.read() }
        // The header says how many bytes are still to come, and the line's speed says when: one
        // wake-up for them all.
        self.rest = nil
        let channel = context.channel
        context.eventLoop.scheduleTask(in: rest) { channel.read() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Reads orders from a viewer of the live socket, a line each, and answers each with a row once it
/// is carried out.
///
/// A line longer than 256 bytes ends the connection: nobody of ours writes that.
final class LiveOrders: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let lineLimit = 256
    /// Carries an order out and hands over what came of it, on any thread.
    typealias Answer = @Sendable (String, @escaping @Sendable (String) -> Void) -> Void

    private let answer: Answer
    private var line: [UInt8] = []

    /// `answer` carries an order out.
    init(answer: @escaping Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                if line.count > LiveOrders.lineLimit { return context.close(promise: nil) }
                continue
            }
            let order = String(decoding: line, as: UTF8.self)
            line.removeAll(keepingCapacity: true)
            let channel = context.channel
            answer(order) { text in
                var row = LiveRow(kind: .gateway, id: "answer")
                row["text"] = text
                channel.writeAndFlush(ByteBuffer(string: row.line), promise: nil)
            }
        }
    }
}

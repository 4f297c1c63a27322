// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Reads orders from a viewer of the live socket, a line each, and answers each with a row.
///
/// A line longer than 256 bytes ends the connection: nobody of ours writes that.
final class LiveOrders: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let lineLimit = 256
    private let answer: @Sendable (String) -> String
    private var line: [UInt8] = []

    /// `answer` carries an order out and says what came of it.
    init(answer: @escaping @Sendable (String) -> String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                if line.count > LiveOrders.lineLimit { return context.close(promise: nil) }
                continue
            }
            var row = LiveRow(kind: .gateway, id: "answer")
            row["text"] = answer(String(decoding: line, as: UTF8.self))
            line.removeAll(keepingCapacity: true)
            context.channel.writeAndFlush(ByteBuffer(string: row.line), promise: nil)
        }
    }
}

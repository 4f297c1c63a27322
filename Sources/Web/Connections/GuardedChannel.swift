// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Hummingbird's connection, with our limits around it.
struct GuardedChannel: ServerChildChannel {
    /// The client came while there were far too many.
    struct Dropped: Error {}

    /// What the kernel may keep for a client that does not read, in bytes.
    private static let sendBuffer: ChannelOptions.Types.SocketOption.Value = 128 * 1_024

    let limits: WebLimits
    let ledger: ConnectionLedger
    let respond: HTTPChannelHandler.Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        let value = admit(channel, logger)
        // NIO leaves a connection open that could not be set up, and nobody else knows of it.
        value.whenFailure { _ in channel.close(promise: nil) }
        return value
    }

    private func admit(_ channel: any Channel, _ logger: Logger)
        -> EventLoopFuture<HTTP1Channel.Value>
    {
        let address = channel.remoteAddress?.ipAddress ?? ""
        let admission = ledger.admit(address)
        let isRefused: Bool
        switch admission {
        case .served: isRefused = false
        case .refused: isRefused = true
        case .dropped: return channel.eventLoop.makeFailedFuture(Dropped())
        }
        channel.closeFuture.whenComplete { [ledger] _ in ledger.leave(address, admission) }
        do {
            try channel.pipeline.syncOperations.addHandler(RequestBudget(limits))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        _ = channel.setOption(.socketOption(.so_sndbuf), value: GuardedChannel.sendBuffer)
        return http(isRefused: isRefused).setup(channel: channel, logger: logger)
            .flatMapThrowing { value in
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.handler(
                    type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandler(RequestForm(), position: .after(decoder))
                return value
            }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await http(isRefused: false).handle(value: value, logger: logger)
    }

    private func http(isRefused: Bool) -> HTTP1Channel {
        HTTP1Channel(
            responder: respond,
            configuration: .init(
                additionalChannelHandlers: [RequestWatch(limits, isRefused: isRefused)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headBytes, maxHeaderListSize: limits.headBytes,
                    maxHeaderFieldCount: 100)))
    }
}

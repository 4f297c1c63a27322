// SPDX-License-Identifier: Apache-2.0
import Locking
import NIOCore
import Testing

/// A channel that counts how often somebody asked for its end, to be told of it.
final class WatchedChannel: Channel {
    private let channel: any Channel
    private let asked = Mutex(0)

    /// Passes all on to a real channel.
    init(_ channel: any Channel) { self.channel = channel }

    /// How often its end was asked for.
    var timesAsked: Int { asked.withLock { $0 } }

    var closeFuture: EventLoopFuture<Void> {
        asked.withLock { $0 += 1 }
        return channel.closeFuture
    }

    var allocator: ByteBufferAllocator { channel.allocator }
    var pipeline: ChannelPipeline { channel.pipeline }
    var localAddress: SocketAddress? { channel.localAddress }
    var remoteAddress: SocketAddress? { channel.remoteAddress }
    var parent: (any Channel)? { channel.parent }
    var isWritable: Bool { channel.isWritable }
    var isActive: Bool { channel.isActive }
    var _channelCore: any ChannelCore { channel._channelCore }
    var eventLoop: any EventLoop { channel.eventLoop }

    func setOption<Option: ChannelOption>(_ option: Option, value: Option.Value)
        -> EventLoopFuture<Void>
    {
        channel.setOption(option, value: value)
    }

    func getOption<Option: ChannelOption>(_ option: Option) -> EventLoopFuture<Option.Value> {
        channel.getOption(option)
    }
}

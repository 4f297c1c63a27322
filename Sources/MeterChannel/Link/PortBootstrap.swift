// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking
import NIOCore
import NIOPosix

/// Makes channels of NIO out of what a port is: a descriptor, or an address to connect to.
struct PortBootstrap {
    let eventLoop: any EventLoop

    /// Reads at most 4 KiB at a time, which is what a driver buffers.
    private static let reads = FixedSizeRecvByteBufferAllocator(capacity: 4_096)

    /// A channel over a serial port's descriptor, which it closes; it reads when it is asked to.
    ///
    /// If there is no channel, the descriptor is closed all the same.
    func serial(
        _ descriptor: CInt,
        _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = NIOPipeBootstrap(group: eventLoop)
            .channelOption(.autoRead, value: false)
            .channelOption(.recvAllocator, value: PortBootstrap.reads)
            .channelOption(.maxMessagesPerRead, value: 4)
        return pipe(descriptor, bootstrap, initializer)
    }

    /// A channel over the descriptor of a directory watch, which it closes, and which is closed
    /// without one as well.
    func watch(
        _ descriptor: CInt,
        _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = NIOPipeBootstrap(group: eventLoop)
            .channelOption(.recvAllocator, value: PortBootstrap.reads)
        return pipe(descriptor, bootstrap, initializer)
    }

    /// NIO closes a descriptor once it has made a channel of it, and asks for its handlers then; one
    /// that it refuses before is the caller's still.
    private func pipe(
        _ descriptor: CInt, _ bootstrap: NIOPipeBootstrap,
        _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let isTaken = Mutex(false)
        return
            bootstrap
            .channelInitializer { channel in
                isTaken.withLock { $0 = true }
                return initializer(channel)
            }
            .takingOwnershipOfDescriptor(input: descriptor)
            .flatMapErrorThrowing { error in
                if !isTaken.withLock({ $0 }) { close(descriptor) }
                throw error
            }
    }

    /// A connection to a network adapter; a peer that vanishes is noticed after a minute of silence.
    func tcp(
        _ host: String, _ port: Int,
        _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        func option(_ name: CInt) -> ChannelOptions.Types.SocketOption {
            ChannelOptions.socket(SocketOptionLevel(IPPROTO_TCP), SocketOptionName(name))
        }
        return ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(10))
            .channelOption(.autoRead, value: false)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(option(TCP_KEEPIDLE), value: 30)
            .channelOption(option(TCP_KEEPINTVL), value: 10)
            .channelOption(option(TCP_KEEPCNT), value: 3)
            .channelOption(.recvAllocator, value: PortBootstrap.reads)
            .channelInitializer(initializer)
            .connect(host: host, port: port)
    }
}

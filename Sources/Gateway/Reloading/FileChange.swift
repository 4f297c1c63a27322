// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking
import NIOCore
import NIOPosix

/// Notices that a file was written or replaced, half a second after the last such change.
///
/// The folder is watched, not the file: editors write a new file and rename it over the old one.
enum FileChange {
    private static let quiet = TimeAmount.milliseconds(500)

    /// Calls `changed` on the event loop for each change, until the channel is closed; throws when
    /// the folder cannot be watched or the system has no watch left.
    static func watch(
        _ path: String, on eventLoop: any EventLoop, changed: @escaping @Sendable () -> Void
    ) async throws -> any Channel {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "inotify_init1") }
        let interest = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO)
        guard unsafe inotify_add_watch(descriptor, folder, interest) >= 0 else {
            let code = errno
            close(descriptor)
            throw IOError(errnoCode: code, reason: "inotify_add_watch")
        }
        // What NIO refuses before it asks for the handlers is still ours.
        let isTaken = Mutex(false)
        let bootstrap = NIOPipeBootstrap(group: eventLoop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4_096))
            .channelInitializer { channel in
                isTaken.withLock { $0 = true }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Reader(name: name, quiet: quiet, changed: changed))
                }
            }
        do {
            return try await bootstrap.takingOwnershipOfDescriptor(input: descriptor).get()
        } catch {
            if !isTaken.withLock({ $0 }) { close(descriptor) }
            throw error
        }
    }

    /// Reads inotify's events: watch, mask, cookie and name length in 16 bytes, then the name
    /// filled up with zeros.
    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let name: [UInt8]
        private let quiet: TimeAmount
        private let changed: @Sendable () -> Void
        private var pending: Scheduled<Void>?

        init(name: String, quiet: TimeAmount, changed: @escaping @Sendable () -> Void) {
            self.name = Array(name.utf8)
            self.quiet = quiet
            self.changed = changed
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var events = unwrapInboundIn(data)
            var isOurs = false
            while events.readSlice(length: 12) != nil,
                let length = events.readInteger(endianness: .host, as: UInt32.self),
                let text = events.readBytes(length: Int(length))
            {
                if text.prefix(while: { $0 != 0 }).elementsEqual(name) { isOurs = true }
            }
            guard isOurs else { return }
            pending?.cancel()
            pending = context.eventLoop.scheduleTask(in: quiet) { [changed] in changed() }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOCore
import NIOPosix
import Simulation
import TestSupport
import Testing

@testable import MeterChannel

/// Whose a descriptor is that was given to NIO.
@Suite struct PortBootstrapTests {
    private struct Refusal: Error {}

    private let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Opens a path, gives the descriptor away, and waits until that has failed.
    private func failToRead(
        _ path: String, asWatch isWatch: Bool,
        _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws {
        let bootstrap = PortBootstrap(eventLoop: eventLoop)
        let made = try await eventLoop.flatSubmit {
            let descriptor = unsafe open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            return isWatch
                ? bootstrap.watch(descriptor, initializer)
                : bootstrap.serial(descriptor, initializer)
        }
        .map { _ in true }.flatMapErrorWithEventLoop { _, loop in loop.makeSucceededFuture(false) }
        .get()
        #expect(!made)
    }

    @Test(arguments: [false, true])
    func `S3 a descriptor that NIO refuses is closed`(isWatch: Bool) async throws {
        // NIO takes no regular file for a pipe.
        let path = folder.file("port")
        close(unsafe open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600))
        try await failToRead(path, asWatch: isWatch) { $0.eventLoop.makeSucceededVoidFuture() }
        #expect(OpenFiles.count(of: path) == 0)
    }

    @Test(arguments: [false, true])
    func `S3 a descriptor whose channel fails is closed by NIO`(isWatch: Bool) async throws {
        let port = try PseudoTerminal()
        let before = OpenFiles.count(of: port.path)
        try await failToRead(port.path, asWatch: isWatch) { channel in
            channel.eventLoop.makeFailedFuture(Refusal())
        }
        #expect(OpenFiles.count(of: port.path) == before)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking
import Logging
import MeterChannel
import NIOCore
import NIOPosix
import Readings
import ServiceLifecycle

/// Serves the live view on a local socket: whoever connects gets every row as it is, then every
/// change.
///
/// At most eight viewers; one that does not read fast enough loses rows, never anybody else. Only
/// the gateway's user and root may connect.
final class LiveSocket: UpdateConsumer, Service {
    private static let viewerLimit = 8

    private struct State {
        var rows: [String: LiveRow] = [:]
        var viewers: [ObjectIdentifier: any Channel] = [:]
    }

    private let path: String
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let state = Mutex(State())
    private let answer = Mutex<LiveOrders.Answer>({ _, reply in reply("error: not ready") })

    /// Sets what carries out the orders of a viewer.
    func answer(_ body: @escaping LiveOrders.Answer) { answer.withLock { $0 = body } }

    init(path: String, eventLoop: any EventLoop, logger: Logger) {
        self.path = path
        self.eventLoop = eventLoop
        self.logger = logger
    }

    /// Listens until the service is told to stop; without a place for the socket the gateway runs
    /// without live view.
    func run() async throws {
        let server: (any Channel)?
        do {
            server = try await listen()
        } catch {
            logger.warning("No live view", metadata: ["path": "\(path)", "why": "\(error)"])
            server = nil
        }
        try? await gracefulShutdown()
        try? await server?.close()
        for viewer in state.withLock({ Array($0.viewers.values) }) { viewer.close(promise: nil) }
        if server != nil { unsafe unlink(path) }
    }

    /// Forgets the row of a meter or sensor that is gone.
    func forget(_ id: MeterID) {
        state.withLock { state in
            for kind in [LiveRow.Kind.meter, .sensor] { state.rows[kind.rawValue + id.text] = nil }
        }
    }

    func receive(_ event: PortEvent) {
        guard let row = LiveRow(event) else { return }
        let viewers = state.withLock { state in
            state.rows[row.kind.rawValue + row.id, default: LiveRow(kind: row.kind, id: row.id)]
                .merge(row)
            return Array(state.viewers.values)
        }
        guard !viewers.isEmpty else { return }
        let line = ByteBuffer(string: row.line)
        for viewer in viewers where viewer.isWritable { viewer.writeAndFlush(line, promise: nil) }
    }

    private func listen() async throws -> any Channel {
        let server = try await ServerBootstrap(group: eventLoop)
            .childChannelInitializer { self.welcome($0) }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        unsafe chmod(path, 0o600)
        return server
    }

    private func welcome(_ viewer: any Channel) -> EventLoopFuture<Void> {
        let orders = LiveOrders { [self] order, reply in answer.withLock { $0 }(order, reply) }
        do {
            try viewer.pipeline.syncOperations.addHandler(orders)
        } catch {
            return viewer.eventLoop.makeFailedFuture(error)
        }
        // Only then it can be written to.
        viewer.eventLoop.execute { self.admit(viewer) }
        return viewer.eventLoop.makeSucceededVoidFuture()
    }

    /// Lists a viewer and writes it all rows, on its event loop: what a port's thread has for it from
    /// then on comes behind them.
    private func admit(_ viewer: any Channel) {
        let name = ObjectIdentifier(viewer)
        let rows: String? = state.withLock { state in
            guard state.viewers.count < LiveSocket.viewerLimit else { return nil }
            state.viewers[name] = viewer
            return state.rows.values.map(\.line).joined()
        }
        guard let rows else { return viewer.close(promise: nil) }
        viewer.closeFuture.whenComplete { _ in self.state.withLock { $0.viewers[name] = nil } }
        viewer.writeAndFlush(ByteBuffer(string: rows), promise: nil)
    }
}

// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// The far end of a network port: it takes whoever connects.
final class NetworkAdapter: Sendable {
    let port: UInt16
    private let listener: LoopbackSocket
    private let connections = Journal<LoopbackSocket>()
    private let hasEnded = Journal<Void>()

    init() throws {
        let listener = try LoopbackSocket.listening()
        self.listener = listener
        port = try listener.port()
        BackgroundThread.start { [connections, hasEnded] in
            while let connection = listener.accepted() { connections.append(connection) }
            hasEnded.append(())
        }
    }

    /// The connection with this number, as soon as it is there.
    func connection(_ number: Int) async -> LoopbackSocket? {
        guard await connections.wait(until: { $0.count > number }) else { return nil }
        return connections.entries[number]
    }

    /// Ends everything; the listener's number is free only when nobody waits on it any more.
    func close() async {
        listener.shutDown()
        _ = await hasEnded.wait { !$0.isEmpty }
        listener.close()
        for connection in connections.entries { connection.close() }
    }
}

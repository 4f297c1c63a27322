// SPDX-License-Identifier: Apache-2.0
import TestSupport

@testable import MeterChannel

/// A host that does not answer.
///
/// Its queue is full: whoever comes after the first is neither taken nor refused.
struct SilentHost {
    /// How its port is read.
    let settings: LinkSettings
    private let listener: LoopbackSocket
    private let first: LoopbackSocket

    init() throws {
        listener = try LoopbackSocket.listening(backlog: 0)
        let port = try listener.port()
        first = try LoopbackSocket.connected(to: port)
        settings = LinkSettings(.tcp(host: "127.0.0.1", port: Int(port)))
    }

    func close() {
        first.close()
        listener.close()
    }
}

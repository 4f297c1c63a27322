// SPDX-License-Identifier: Apache-2.0

/// A handle that is lent to another thread while it resolves a name.
///
/// Safe because the lender does not touch it before the result is there, and forgets it when the
/// result is late.
final class Crossing: @unchecked Sendable {
    private let handle: MosquittoHandle
    private let configuration: MQTTConfiguration
    private let source: String?

    /// Lends a handle to connect with.
    init(_ handle: MosquittoHandle, _ configuration: MQTTConfiguration, _ source: String?) {
        self.handle = handle
        self.configuration = configuration
        self.source = source
    }

    /// Resolves the name, which blocks, and begins to connect.
    @Sendable func connect() -> Result<Void, MQTTFault> {
        let host = configuration.host
        guard !configuration.lookUp(host).isEmpty else {
            return .failure(.nameNotResolved(host: host))
        }
        return Result { () throws(MQTTFault) in
            try handle.connect(configuration, to: host, from: source)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

/// One attempt to connect and, if it succeeds, the connection until its end.
final class Session {
    let core: ClientCore
    let version: MQTTVersion
    private let onConnected: (MQTTVersion) -> Void
    private var handle: MosquittoHandle?
    let begun = ContinuousClock.now
    /// When the broker accepted us.
    private(set) var connectedAt: ContinuousClock.Instant?
    /// Whether the TCP connection stands.
    var opening = TCPOpening()
    /// Whether the library has bytes that the socket did not take yet.
    var writeWanted = true
    /// How many messages may be unacknowledged, by our limit and the broker's.
    var inFlightLimit: Int
    /// When the keepalive wants attention.
    var pulse: Pulse
    /// The largest message sent with QoS 0, which nobody confirms.
    var largestUnconfirmed = 0
    /// What the library or the broker gave as the reason of the end.
    private var end: Int32?
    private var peer: PeerProbe?

    /// A session that has not touched the network.
    init(_ core: ClientCore, version: MQTTVersion, onConnected: @escaping (MQTTVersion) -> Void) {
        self.core = core
        self.version = version
        self.onConnected = onConnected
        inFlightLimit = max(core.configuration.inFlightLimit, 1)
        pulse = Pulse(every: core.configuration.keepAlive, now: begun)
    }

    /// Begins to connect to an address.
    func connect(to address: String) throws(MQTTFault) {
        let configuration = core.currentConfiguration
        let fresh = try MosquittoHandle(configuration, version: version)
        try fresh.connect(configuration, to: address, from: nil)
        handle = fresh
    }

    /// Begins to connect by name, from a local address or from any, without waiting for a name
    /// server beyond the deadline.
    ///
    /// The library checks the broker's certificate against the name, so it has to resolve it itself.
    func connectByName(from source: String?, _ errands: Errands) throws(MQTTFault) {
        let fresh = try MosquittoHandle(core.currentConfiguration, version: version)
        let crossing = Crossing(fresh, core.configuration, source)
        let limit = begun + core.configuration.connackDeadline
        guard let result = errands.run(until: limit, crossing.connect) else {
            throw .nameNotResolved(host: core.configuration.host)
        }
        try result.get()
        handle = fresh
    }

    /// Closes the connection without a farewell, if it is still open.
    func close() {
        handle = nil
    }

    /// Serves the connection; returns when the client is stopped, throws when the connection ends.
    func run() throws(MQTTFault) {
        guard let handle else { return }
        while !isStopped(handle) {
            let now = ContinuousClock.now
            if connectedAt != nil { try serve(handle, now: now) }
            let ready = SocketReadiness.wait(
                socket: handle.socket, forWriting: writeWanted, core.wake,
                until: try deadline(after: now))
            core.noteWakeup(bySignal: ready.isWoken)
            try transfer(handle, ready)
        }
    }

    /// Acts on what the callbacks noted, then on the result of the call that made them.
    func check(_ result: Int32, _ handle: MosquittoHandle) throws(MQTTFault) {
        for signal in handle.takeSignals() {
            switch signal {
            case .connectionAnswered(let code, let limits):
                try connectionAnswered(code, limits)
                peer = PeerProbe(of: handle.socket)
            case .answered(let id, let code): messageAnswered(id: id, code: code)
            // The library reads on after a farewell and then reports a lost connection as well.
            case .disconnected(let code): end = end ?? code
            }
        }
        if end == nil, result == 0, handle.socket >= 0 { return }
        let code = end ?? result
        guard connectedAt != nil else {
            throw SessionEnd.ofAttempt(
                code: code, usesTLS: core.configuration.tls != nil, tlsFault: handle.tlsFault)
        }
        let fault = SessionEnd.ofConnection(code: code)
        throw fault == .connectionLost && peer?.isListening() == true ? .droppedByBroker : fault
    }

    private func connectionAnswered(_ code: UInt8, _ limits: BrokerLimits) throws(MQTTFault) {
        guard code == 0 else { throw SessionEnd.refusal(code: code, version: version) }
        let now = ContinuousClock.now
        connectedAt = now
        if let most = limits.receiveMaximum { inFlightLimit = min(inFlightLimit, Int(most)) }
        if let seconds = limits.keepAliveSeconds {
            pulse = Pulse(every: .seconds(Int(seconds)), now: now)
        }
        let version = version
        core.access { state in
            state.lanes.connectionBegan()
            state.connections += 1
            state.status.connectedSince = now
            state.status.version = version
        }
        onConnected(version)
        core.onEvent(.connected(version: version, limits: limits))
    }
}

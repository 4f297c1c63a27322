// SPDX-License-Identifier: Apache-2.0
import Logging
import MQTT
import TestSupport

/// A client together with everything it reported.
struct TestedClient: Sendable {
    let client: MQTTClient
    let events: Journal<MQTTEvent>
    /// What it logged, from level info on.
    let log: Journal<String>

    /// A logger that says nothing.
    static var silentLogger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// A client that has been started.
    init(_ configuration: MQTTConfiguration) {
        let events = Journal<MQTTEvent>()
        self.events = events
        let log = Journal<String>()
        self.log = log
        let logger = Logger(label: "test") { _ in LogJournal(log) }
        client = MQTTClient(configuration, logger: logger) { events.append($0) }
        client.start()
    }

    /// How many connections there have been.
    var connections: Int { events.entries.count { $0.isConnection } }

    /// The tokens acknowledged so far, in order.
    var acknowledgedTokens: [UInt64] { events.entries.compactMap(\.acknowledgedToken) }

    /// Waits for the n-th connection.
    func waitForConnection(_ number: Int = 1) async -> Bool {
        await events.wait { $0.count { $0.isConnection } >= number }
    }

    /// Waits for a fault of the connection.
    func waitForFault(_ isWanted: @escaping @Sendable (MQTTFault) -> Bool) async -> Bool {
        await events.wait { $0.contains { $0.connectionFault.map(isWanted) ?? false } }
    }

    /// Waits until so many tokens are acknowledged.
    func waitForTokens(_ count: Int, within limit: Duration = .seconds(20)) async -> Bool {
        await events.wait(within: limit) { $0.count { $0.acknowledgedToken != nil } >= count }
    }
}

extension MQTTEvent {
    var isConnection: Bool { if case .connected = self { true } else { false } }

    var connectionFault: MQTTFault? {
        if case .disconnected(let fault) = self { fault } else { nil }
    }

    var acknowledgedToken: UInt64? {
        if case .acknowledged(let token) = self { token } else { nil }
    }

    var publishFault: MQTTFault? {
        if case .publishFault(_, _, let fault) = self { fault } else { nil }
    }
}

extension MQTTConfiguration {
    /// A client of a test's broker, with pauses short enough for a test.
    static func local(_ port: UInt16) -> MQTTConfiguration {
        var configuration = MQTTConfiguration(
            host: "127.0.0.1", port: port, clientID: "test-\(UInt32.random(in: 0...UInt32.max))")
        configuration.reconnect = MQTTReconnect(
            first: .milliseconds(50), longest: .milliseconds(200),
            afterRefusal: .milliseconds(100), afterTakeover: .milliseconds(200))
        return configuration
    }

    /// As `local`, but after the first attempt it waits to be told when to try again.
    static func patient(_ port: UInt16) -> MQTTConfiguration {
        var configuration = local(port)
        configuration.reconnect = MQTTReconnect(first: .seconds(60), longest: .seconds(60))
        return configuration
    }
}

extension OutboundMessage {
    /// A message with a text, as most tests want it.
    init(_ topic: String, _ text: String) {
        self.init(topic: topic, payload: Array(text.utf8))
    }
}

// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import MQTT

/// Certificates that are wrong, and right again.
@Suite struct TLSTests {
    enum Flaw: CaseIterable, Sendable {
        case expired, notYetValid, wrongHost, unknownAuthority

        var fault: TLSFault {
            switch self {
            case .expired: .expired
            case .notYetValid: .notYetValid
            case .wrongHost: .wrongHost
            case .unknownAuthority: .unknownAuthority
            }
        }
    }

    private static func make(
        _ name: String, with flaw: Flaw?, in certificates: Certificates
    ) async throws {
        let here = "IP:127.0.0.1"
        switch flaw {
        case nil: try await certificates.make(name, for: here, by: "trusted")
        case .expired:
            try await certificates.make(
                name, for: here, by: "trusted", validity: ("20200101000000Z", "20200201000000Z"))
        case .notYetValid:
            try await certificates.make(
                name, for: here, by: "trusted", validity: ("20700101000000Z", "20700201000000Z"))
        case .wrongHost:
            try await certificates.make(name, for: "DNS:elsewhere.example", by: "trusted")
        case .unknownAuthority:
            _ = try await certificates.makeAuthority("stranger")
            try await certificates.make(name, for: here, by: "stranger")
        }
    }

    @Test(arguments: Flaw.allCases)
    func `M3 a bad certificate is named, nothing is sent, and it goes on once it is fixed`(
        flaw: Flaw
    )
        async throws
    {
        let certificates = try Certificates()
        let authority = try await certificates.makeAuthority("trusted")
        try await Self.make("bad", with: flaw, in: certificates)
        try await Self.make("good", with: nil, in: certificates)
        var options = BrokerOptions()
        options.tls = certificates.listener("bad", authority: "trusted")
        let broker = try await Broker.started(options)
        let subscriber = try await MQTTSubscriber.subscribed(port: broker.subscriberPort)
        var configuration = MQTTConfiguration.patient(broker.port)
        configuration.tls = MQTTTLS(caFile: authority)
        let tested = TestedClient(configuration)
        tested.client.publish(OutboundMessage("t", "1"), token: 1)
        #expect(await tested.events.wait { !$0.isEmpty })
        #expect(tested.events.entries == [.disconnected(.tls(flaw.fault, clockUnset: false))])
        #expect(subscriber.messages.entries.isEmpty)

        await broker.killAndWait()
        options.tls = certificates.listener("good", authority: "trusted")
        try await broker.start(options)
        tested.client.retryNow()
        #expect(await tested.waitForTokens(1))
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M3 a client certificate is shown when there is one and missed when not`()
        async throws
    {
        let certificates = try Certificates()
        let authority = try await certificates.makeAuthority("trusted")
        try await Self.make("broker", with: nil, in: certificates)
        try await certificates.make("gateway", for: "DNS:gateway.example", by: "trusted")
        var options = BrokerOptions()
        options.tls = certificates.listener(
            "broker", authority: "trusted", requiresClientCertificate: true)
        let broker = try await Broker.started(options)
        var configuration = MQTTConfiguration.patient(broker.port)
        configuration.tls = MQTTTLS(caFile: authority)
        let without = TestedClient(configuration)
        #expect(await without.waitForFault { $0.code == "tls" })

        configuration.tls = MQTTTLS(
            caFile: authority, certFile: certificates.folder.file("gateway.pem"),
            keyFile: certificates.folder.file("gateway.key"))
        let with = TestedClient(configuration)
        #expect(await with.waitForConnection())
        await without.client.stop(within: .seconds(2))
        await with.client.stop(within: .seconds(2))
    }

    @Test func `M3 the system's authorities do not vouch for a private one`() async throws {
        let certificates = try Certificates()
        _ = try await certificates.makeAuthority("trusted")
        try await Self.make("broker", with: nil, in: certificates)
        var options = BrokerOptions()
        options.tls = certificates.listener("broker", authority: "trusted")
        let broker = try await Broker.started(options)
        var configuration = MQTTConfiguration.patient(broker.port)
        configuration.tls = MQTTTLS()
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0.code == "tls_unknown_ca" })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M3 a missing file is named as our own fault`() async throws {
        var configuration = MQTTConfiguration.patient(try LoopbackPort.free())
        configuration.tls = MQTTTLS(caFile: "no-such-file.pem")
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0.code == "tls_file" })
        await tested.client.stop(within: .seconds(2))
    }

    @Test func `M22 TLS 1.1 is not spoken`() async throws {
        let certificates = try Certificates()
        let authority = try await certificates.makeAuthority("trusted")
        try await Self.make("broker", with: nil, in: certificates)
        let port = try LoopbackPort.free()
        let server = try ChildProcess(
            [
                "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "broker.pem",
                "-key", "broker.key", "-tls1_1", "-www", "-cipher", "DEFAULT@SECLEVEL=0",
            ], folder: certificates.folder.path)
        #expect(await server.lines.wait { $0.contains("ACCEPT") })
        var configuration = MQTTConfiguration.patient(port)
        configuration.tls = MQTTTLS(caFile: authority)
        let tested = TestedClient(configuration)
        #expect(await tested.waitForFault { $0.code == "tls" })
        await tested.client.stop(within: .seconds(2))
        server.send(9)
    }

    @Test func `M3 a clock before 2025 is pointed out`() {
        #expect(WallClock.looksUnset(at: 0))
        #expect(WallClock.looksUnset(at: 1_735_689_599))
        #expect(!WallClock.looksUnset(at: 1_735_689_600))
        let fault = MQTTFault.tls(.notYetValid, clockUnset: true)
        #expect(fault.description.contains("clock looks unset"))
        #expect(fault.code == "tls_not_yet_valid")
    }
}

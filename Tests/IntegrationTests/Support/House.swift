// SPDX-License-Identifier: Apache-2.0
import Foundation
import Locking
import Simulation
import TestSupport
import Testing

/// A simulated street, a real broker, and gateways that read the one and publish to the other.
///
/// All of them are processes of their own. What the street sent is in its ledger, what was published is in `subscriber`.
final class House: Sendable {
    /// What is unusual about a house.
    struct Options: Sendable {
        var meters = 5
        var sensors = 1
        /// As `--interval` takes it.
        var interval = "1s"
        /// More options of `meter-simulator street`.
        var street: [String] = []
        var broker = BrokerOptions()
        /// Whether the broker is there from the start.
        var brokerRuns = true
        /// Whether no other house may stand meanwhile, since times are measured.
        var standsAlone = false
    }

    let broker: Broker
    let subscriber: MQTTSubscriber
    /// The street's folder, with `meters.yaml`.
    let directory: String
    private let folder: TemporaryFolder
    private let street: ChildProcess
    private let gateways = Mutex<[ChildProcess]>([])
    private let plot: Plot
    /// Payloads that were read before; a test looks at each of them many times.
    private let read = Mutex<[String: JSONValue]>([:])

    /// Builds street and broker; no gateway runs yet.
    init(_ options: Options = Options()) async throws {
        plot = await Plot.free(alone: options.standsAlone)
        folder = try TemporaryFolder()
        directory = folder.file("street")
        broker = try Broker()
        subscriber = MQTTSubscriber(port: broker.subscriberPort)
        street = try ChildProcess(
            [
                Programs.simulator, "street", "--dir", directory, "--meters", "\(options.meters)",
                "--sensors",
                "\(options.sensors)", "--interval", options.interval, "--sensor-interval",
                options.interval,
                "--broker", "mqtt://127.0.0.1:\(broker.port)",
            ] + options.street)
        try #require(
            await street.lines.wait { $0.contains { $0.hasPrefix("The street is open") } },
            "the street")
        guard options.brokerRuns else { return }
        try await broker.start(options.broker)
        try await subscriber.subscribe()
    }

    deinit {
        for gateway in gateways.withLock({ $0 }) { gateway.send(SIGKILL) }
        street.send(SIGKILL)
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// A file of the street.
    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// The text of a file of the street.
    func text(_ name: String) -> String {
        String(
            decoding: FileManager.default.contents(atPath: path(name)) ?? Foundation.Data(),
            as: UTF8.self)
    }

    /// Writes a file of the street, for its owner's eyes.
    func write(_ text: String, to name: String) throws {
        let whole = path(name)
        try Foundation.Data(text.utf8).write(to: URL(filePath: whole))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: whole)
    }

    /// Changes the street's configuration, or writes a changed copy.
    func configure(_ name: String = "meters.yaml", _ change: (inout String) -> Void) throws {
        var text = text("meters.yaml")
        change(&text)
        try write(text, to: name)
    }

    /// Starts a gateway at log level debug that logs to a descriptor; it need not be ready yet.
    func startGateway(
        _ configuration: String = "meters.yaml", loggingTo descriptor: Int32?
    ) throws -> ChildProcess {
        let gateway = try ChildProcess(
            [Programs.gateway, "run", "--config", path(configuration), "--log-level", "debug"],
            errors: descriptor)
        gateways.withLock { $0.append(gateway) }
        return gateway
    }

    /// Starts a gateway at log level debug and returns once it is ready.
    @discardableResult
    func startGateway(_ configuration: String = "meters.yaml") async throws -> ChildProcess {
        let gateway = try startGateway(configuration, loggingTo: nil)
        try #require(
            await gateway.lines.wait { $0.contains { $0.contains("Ready") } }, "the gateway")
        return gateway
    }

    /// Gives the street an order that must succeed.
    func order(_ command: String) async throws {
        let answers = Journal<String>()
        // The answer is waited for on a thread that nobody else needs.
        BackgroundThread.start { [directory] in
            answers.append((try? ControlClient.send(command, directory: directory)) ?? "no answer")
        }
        _ = await answers.wait { !$0.isEmpty }
        let answer = answers.entries.first ?? "late"
        try #require(answer.hasPrefix("ok"), "\(command): \(answer)")
    }

    /// Stops a gateway as a service manager does; the exit code.
    func stop(_ gateway: ChildProcess) async -> Int32 {
        gateway.send(SIGTERM)
        return await gateway.waitForEnd()
    }

    /// All that the gateways have printed.
    var output: [String] { gateways.withLock { $0 }.flatMap(\.lines.entries) }
}

// What was sent.
extension House {
    /// The ledger's lines about one port, or about all.
    func ledger(_ id: String? = nil, kind: String? = nil) -> [JSONValue] {
        let marks = [id.map { "\"id\":\"\($0)\"" }, kind.map { "\"kind\":\"\($0)\"" }].compactMap {
            $0
        }
        return text("ledger.jsonl").utf8.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
        .filter { line in marks.allSatisfy(line.contains) }.compactMap(json)
    }

    /// The frames that went out whole and undamaged.
    func sent(_ id: String) -> [JSONValue] {
        ledger(id, kind: "telegram").filter { $0["fault"] == .null }
    }

    /// Lets all ports fall silent, so that the ledger is closed.
    func silence(_ ids: [String]) async throws {
        for id in ids { try await order("silence \(id) on") }
    }
}

// What was published.
extension House {
    /// The payloads on a topic, in order.
    func payloads(_ topic: String) -> [JSONValue] { subscriber.texts(on: topic).compactMap(json) }

    private func json(_ text: String) -> JSONValue? {
        if let known = read.withLock({ $0[text] }) { return known }
        let value = JSONValue(text)
        read.withLock { $0[text] = value }
        return value
    }

    /// The telegrams of a meter, in order.
    func telegrams(_ id: String) -> [JSONValue] { payloads("meters/\(id)/telegram") }

    /// Waits until so many telegrams of a meter have arrived.
    func hears(_ id: String, _ count: Int, within limit: Duration = .seconds(10)) async -> Bool {
        let topic = "meters/\(id)/telegram"
        return await subscriber.messages.wait(within: limit) {
            $0.count { $0.topic == topic } >= count
        }
    }

    /// Waits for a payload of a certain kind on a topic.
    func tells(
        _ topic: String, within limit: Duration = .seconds(10),
        _ isMeant: @escaping @Sendable (JSONValue) -> Bool = { _ in true }
    ) async -> Bool {
        await subscriber.messages.wait(within: limit) { messages in
            messages.contains { $0.topic == topic && (self.json($0.text).map(isMeant) ?? false) }
        }
    }

    /// Waits until the latest payload on a topic says a state.
    func settles(_ topic: String, _ state: String) async -> Bool {
        await subscriber.messages.wait { messages in
            messages.last { $0.topic == topic }.flatMap { self.json($0.text) }?["state"]
                == .text(state)
        }
    }

    /// Waits until a meter's health names a code.
    func tells(_ id: String, code: String, within limit: Duration = .seconds(10)) async -> Bool {
        await tells("meters/\(id)/health", within: limit) { $0["code"] == .text(code) }
    }
}

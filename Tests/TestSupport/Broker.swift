// SPDX-License-Identifier: Apache-2.0
import Glibc
import Locking

/// A real mosquitto on the loopback interface, started and ended by a test.
///
/// It has two listeners: `port` for the client under test, with the options' encryption, users and
/// rules, and `subscriberPort`, plain and open, for the test's own eyes.
public final class Broker: Sendable {
    /// The port the client under test connects to; the same after every restart.
    public let port: UInt16
    /// The plain port for subscribers; the same after every restart.
    public let subscriberPort: UInt16
    /// The folder with the broker's files.
    public let folder: TemporaryFolder
    private let process = Mutex<ChildProcess?>(nil)

    /// Chooses ports without starting anything.
    public init() throws {
        port = try LoopbackPort.free()
        subscriberPort = try LoopbackPort.free()
        folder = try TemporaryFolder()
    }

    /// A broker that runs.
    public static func started(_ options: BrokerOptions = BrokerOptions()) async throws -> Broker {
        let broker = try Broker()
        try await broker.start(options)
        return broker
    }

    deinit {
        kill()
    }

    /// Starts the broker and waits until it listens.
    public func start(_ options: BrokerOptions = BrokerOptions()) async throws {
        let file = try await writeConfiguration(options)
        let child = try ChildProcess(["mosquitto", "-c", file], folder: folder.path)
        process.withLock { $0 = child }
        _ = await child.lines.wait {
            $0.contains { $0.hasSuffix(" running") || $0.contains("Error") }
        }
        guard child.lines.entries.contains(where: { $0.hasSuffix(" running") }) else {
            throw BrokerFailure(output: child.lines.entries)
        }
    }

    /// Ends the broker as a power cut would, and waits until it is gone.
    public func killAndWait() async {
        let child = process.withLock { process in
            defer { process = nil }
            return process
        }
        child?.send(SIGKILL)
        _ = await child?.waitForEnd()
    }

    /// Ends the broker in an orderly way, and waits until it is gone.
    public func endAndWait() async {
        let child = process.withLock { process in
            defer { process = nil }
            return process
        }
        child?.send(SIGTERM)
        _ = await child?.waitForEnd()
    }

    /// Ends the broker as a power cut would.
    public func kill() {
        process.withLock { $0?.send(SIGKILL) }
    }

    /// Freezes the broker: connections stay, nothing answers.
    public func freeze() {
        process.withLock { $0?.send(SIGSTOP) }
    }

    /// Lets a frozen broker go on.
    public func thaw() {
        process.withLock { $0?.send(SIGCONT) }
    }

    /// Makes the broker read its users, rules and certificates again.
    public func reload(_ options: BrokerOptions) async throws {
        try await writeConfiguration(options)
        process.withLock { $0?.send(SIGHUP) }
    }

    /// What the broker has logged since its start.
    public var log: Journal<String>? { process.withLock { $0?.lines } }

    @discardableResult
    private func writeConfiguration(_ options: BrokerOptions) async throws -> String {
        var lines = [
            "per_listener_settings true", "user root", "log_dest stderr", "log_type error",
            "log_type warning", "log_type notice", "log_type information",
            "persistence \(options.isPersistent)", "persistence_location \(folder.path)/",
        ]
        lines += options.extraLines
        lines += ["listener \(subscriberPort) 127.0.0.1", "allow_anonymous true"]
        lines += ["listener \(port) 127.0.0.1"]
        lines += ["allow_anonymous \(options.users.isEmpty)"]
        if let tls = options.tls {
            lines += [
                "cafile \(tls.caFile)", "certfile \(tls.certFile)", "keyfile \(tls.keyFile)",
                "require_certificate \(tls.requiresClientCertificate)",
            ]
        }
        if !options.users.isEmpty {
            try await writePasswords(options.users)
            lines += ["password_file \(folder.file("passwords"))"]
        }
        if !options.accessRules.isEmpty {
            let rules = options.accessRules.joined(separator: "\n") + "\n"
            lines += ["acl_file \(try folder.write(rules, to: "rules"))"]
        }
        return try folder.write(lines.joined(separator: "\n") + "\n", to: "mosquitto.conf")
    }

    /// The broker reads passwords only in its own hashed form.
    private func writePasswords(_ users: [String: String]) async throws {
        let plain = users.map { "\($0.key):\($0.value)" }.joined(separator: "\n") + "\n"
        let file = try folder.write(plain, to: "passwords")
        _ = try await ChildProcess(["mosquitto_passwd", "-U", file]).waitForEnd()
    }
}

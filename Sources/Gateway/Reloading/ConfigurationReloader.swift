// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Logging
import MQTT
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again on SIGHUP and when its file changes, and hands on what is valid.
///
/// A file with a mistake changes nothing: the old configuration stays, the mistakes are logged and
/// shown in health.
struct ConfigurationReloader: Service {
    let path: String
    /// The signals to reload, which are caught from before the first of them can be sent.
    let hangUps: UnixSignalsSequence
    let initial: GatewayConfiguration
    let supervisor: ChannelSupervisor
    let publisher: Publisher
    let client: MQTTClient
    let past: HistoryAndReports?
    let web: WebService?
    let summary: GatewaySummary
    let eventLoop: any EventLoop
    let logger: Logger

    /// What counts, and what was said when the file was read last.
    private struct Taken {
        var configuration: GatewayConfiguration
        var lines: [String] = []
    }

    func run() async throws {
        let reasons = ReloadReasons()
        let watch = try? await FileChange.watch(path, on: eventLoop) { reasons.add(.changed) }
        if watch == nil { logger.warning("Changes of the configuration are only seen on SIGHUP") }
        defer { watch?.close(promise: nil) }
        await withTaskGroup { group in
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await _ in hangUps { reasons.add(.hangUp) }
                }
                reasons.finish()
            }
            var taken = Taken(configuration: initial)
            while let because = await reasons.next() { reload(&taken, because) }
        }
    }

    private func reload(_ taken: inout Taken, _ reasons: Set<ReloadReasons.Reason>) {
        ServiceManager.notifyReloading()
        let reason = ReloadReasons.Reason.allCases.filter(reasons.contains).map(\.rawValue)
            .joined(separator: ", ")
        let isOrdered = reasons.contains(.hangUp)
        logger.debug("The configuration is read again: \(reason)")
        defer {
            // Whoever gives the order has mended something, be it a file of the broker's.
            if isOrdered { client.retryNow() }
            publisher.publishSummary()
            ServiceManager.notify("READY=1")
        }
        switch ConfigurationLoader.load(path: path, environment: Environment.variables()) {
        case .failure(let issues):
            tell(
                issues.issues.map { ("Configuration not taken over", "problem", "\($0)") },
                .error, &taken, isOrdered)
            summary.configurationError = issues.issues.first.map { "config_error: \($0)" }
        case .success(let loaded):
            let current = taken.configuration
            let new = loaded.configuration
            var lines = loaded.warnings.map { ("Configuration", "problem", "\($0)") }
            let later = new.changedSections(since: current)
            if !later.isEmpty {
                lines.append(
                    (
                        "Changes that take effect at the next start", "sections",
                        later.joined(separator: ", ")
                    ))
            }
            tell(lines, .warning, &taken, isOrdered)
            summary.configurationError = nil
            guard new != current else { return }
            logger.info("Configuration taken over", metadata: ["because": "\(reason)"])
            taken.configuration = new
            apply(new, since: current)
        }
    }

    private func apply(_ new: GatewayConfiguration, since current: GatewayConfiguration) {
        supervisor.apply(new)
        past?.configure(new)
        web?.configure(new)
        let (login, before) = (new.mqtt, current.mqtt)
        guard login.username != before.username || login.password != before.password else { return }
        client.setLogin(MQTTLogin(login))
        client.retryNow()
    }

    /// Logs what there is to say of the file; the watch, which often follows an order, does not say
    /// the same again.
    private func tell(
        _ told: [(message: String, key: String, value: String)], _ level: Logger.Level,
        _ taken: inout Taken, _ isOrdered: Bool
    ) {
        let lines = told.map { "\($0.message): \($0.value)" }
        defer { taken.lines = lines }
        guard isOrdered || lines != taken.lines else { return }
        for line in told {
            logger.log(
                level: level, "\(line.message)", metadata: [line.key: "\(line.value)"])
        }
    }
}

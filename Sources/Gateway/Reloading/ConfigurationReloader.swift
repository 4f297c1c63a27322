// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Logging
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
    let past: Past?
    let web: WebService?
    let summary: GatewaySummary
    let eventLoop: any EventLoop
    let logger: Logger

    func run() async throws {
        let (wanted, want) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watch = try? await FileChange.watch(path, on: eventLoop) {
            want.yield("the file changed")
        }
        if watch == nil { logger.warning("Changes of the configuration are only seen on SIGHUP") }
        defer { watch?.close(promise: nil) }
        await withTaskGroup { group in
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await _ in hangUps { want.yield("SIGHUP") }
                }
                want.finish()
            }
            var current = initial
            for await reason in wanted { current = reload(current, reason) }
        }
    }

    /// The configuration that counts from now on.
    private func reload(_ current: GatewayConfiguration, _ reason: String) -> GatewayConfiguration {
        ServiceManager.notifyReloading()
        defer {
            publisher.publishSummary()
            ServiceManager.notify("READY=1")
        }
        switch ConfigurationLoader.load(path: path, environment: Environment.variables()) {
        case .failure(let issues):
            for issue in issues.issues {
                logger.error("Configuration not taken over", metadata: ["problem": "\(issue)"])
            }
            summary.configurationError = issues.issues.first.map { "config_error: \($0)" }
            return current
        case .success(let loaded):
            for warning in loaded.warnings {
                logger.warning("Configuration", metadata: ["problem": "\(warning)"])
            }
            summary.configurationError = nil
            let new = loaded.configuration
            let later = new.changedSections(since: current)
            if !later.isEmpty {
                logger.warning(
                    "Changes that take effect at the next start",
                    metadata: ["sections": "\(later.joined(separator: ", "))"])
            }
            guard new != current else { return current }
            logger.info("Configuration taken over", metadata: ["because": "\(reason)"])
            supervisor.apply(new)
            past?.configure(new)
            web?.configure(new)
            return new
        }
    }
}

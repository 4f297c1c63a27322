// SPDX-License-Identifier: Apache-2.0
import Logging
import ServiceLifecycle

/// Tells the service manager that everything runs, and that it ends; says so in the log too.
struct Readiness: Service {
    let summary: GatewaySummary
    let status: ServiceStatus
    let logger: Logger

    func run() async throws {
        let (_, total) = summary.metersOnline
        logger.info("Ready", metadata: ["meters": "\(total)"])
        ServiceManager.notify("READY=1\nSTATUS=\(status.text)")
        try? await gracefulShutdown()
        logger.info("Stopping")
        ServiceManager.notify("STOPPING=1")
    }
}

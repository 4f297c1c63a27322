// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Dispatch
import GatewayConfiguration
import Glibc
import Logging

/// `meter-gateway run`: the daemon.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "Read all configured meters and sensors and publish them, until SIGTERM or SIGINT.",
        discussion: """
            A meter, port, line or broker that does not work is a state on its health topic, never a reason to \
            stop. The configuration must be valid: exit code 78 and all problems at once if it is not.
            """)

    @OptionGroup var config: ConfigurationOption

    @Option(
        help:
            "The least urgent messages to log, in place of the configured level: trace, debug, info, notice, warning, error, critical."
    )
    var logLevel: Logger.Level?

    func run() async throws {
        // A broker, a live view or a log reader that goes away is a failed write, not the end of
        // the program.
        signal(SIGPIPE, SIG_IGN)
        // Until the configuration is watched, SIGHUP has nothing to do: it is ignored from the first
        // moment, as the orders to end are held back (`CProgram`).
        // Keys are in memory: no core file may hold them, and no file we make is for others to
        // read.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        umask(0o077)
        let loaded = try config.load()
        let level = logLevel ?? Logger.Level(loaded.configuration.gateway.logLevel)
        let lines = LineWriter(to: STDERR_FILENO)
        // What was logged last says why it ended.
        defer { lines.finish(within: .milliseconds(250)) }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler(label: label, stream: lines)
            handler.logLevel = level
            return handler
        }
        let logger = Logger(label: "meter-gateway")
        if geteuid() == 0 {
            logger.warning("Running as root; a user in the groups dialout and gpio is enough")
        }
        try await Gateway(loaded.configuration, path: config.path, logger: logger).run()
    }
}

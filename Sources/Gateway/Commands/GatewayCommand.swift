// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The program `meter-gateway`.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meter-gateway",
        abstract:
            "Reads sealed smart meters and raw serial sensors, and publishes them to an MQTT broker.",
        discussion: """
            One program for all meters of a house: each has its own serial port, its own key and its own \
            data-request line. Write config/meters.yaml, check it with `meter-gateway check`, then start \
            `meter-gateway run`. No meter or key at hand yet? `meter-simulator` makes a street of them.

            Exit codes: 0 done, 1 the answer is no, 64 bad usage, 69 something needed is unavailable, \
            74 input or output failed, 78 the configuration is wrong.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, CheckCommand.self, DecodeCommand.self, WatchCommand.self,
            AcceptCounterCommand.self, ExportCommand.self, ReportCommand.self, VerifyCommand.self,
            BackupCommand.self, RestoreCommand.self,
        ])
}

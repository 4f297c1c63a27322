// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration

/// `meter-gateway check`: validates the configuration and opens nothing.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Check the configuration and print what it comes to; opens no port and no connection.",
        discussion:
            "Prints all problems at once, one a line, with file, line, column and what to do (exit code 78)."
    )

    @OptionGroup var config: ConfigurationOption

    func run() throws {
        let loaded = try config.load()
        StandardOutput.write(ResolvedPlan(loaded.configuration).rendered())
    }
}

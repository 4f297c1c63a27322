// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CProgram
import GatewayConfiguration
import Glibc
import MeterChannel
import Readings

/// `meter-gateway watch`: the meters of a running gateway, live in the terminal.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Show the meters and sensors of a running gateway, live; end with Ctrl-C.",
        discussion:
            "Talks to the gateway on this machine, not to the broker. Run it as the gateway's user or as root."
    )

    @OptionGroup var config: ConfigurationOption

    @Option(help: "End after this many seconds.")
    var seconds: Int?

    @Flag(
        help:
            "Exit with code 1 unless at the end all meters are online and verified, and all sensors have values."
    )
    var expectAll = false

    func run() throws {
        let loaded = try config.load().configuration
        var table = LiveTable(
            meters: loaded.meters.map(\.id.text), sensors: loaded.sensors.map(\.id.text))
        var client = try LiveClient(
            stateDirectory: loaded.gateway.stateDirectory, configuration: config.path)
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let end = seconds.map { Moment.now().after(.seconds($0)) }
        while end.map({ Moment.now().uptime < $0 }) ?? true, !program_is_interrupted() {
            guard let rows = client.rows(waitMilliseconds: 500) else {
                StandardError.print("The gateway has ended.")
                break
            }
            for row in rows { table.take(row) }
            if isTerminal {
                // Home, the table with each line cleared to its end, then the rest of the screen.
                let text = table.text(now: Moment.now().wall)
                let cleared = text.split(separator: "\n", omittingEmptySubsequences: false).joined(
                    separator: "\u{1B}[K\n")
                guard StandardOutput.write("\u{1B}[H" + cleared + "\u{1B}[J") else { break }
            }
        }
        if !isTerminal { StandardOutput.write(table.text(now: Moment.now().wall)) }
        if expectAll, !table.isComplete { throw Exit.no }
    }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import MeterChannel
import Readings

/// `meter-gateway accept-counter`: lets a meter's frame counter begin anew.
struct AcceptCounterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept-counter",
        abstract: "Let the frame counter of a meter begin anew, after it was set back on purpose.",
        discussion: """
            The gateway refuses frames whose counter it has seen: they may be recordings that somebody \
            plays back. If the grid operator has really set the meter back, this accepts what comes next.
            """)

    @OptionGroup var config: ConfigurationOption

    @Argument(help: "The meter's id in the configuration.")
    var id: String

    func run() throws {
        let loaded = try config.load().configuration
        guard loaded.meters.contains(where: { $0.id.text == id }) else {
            throw Exit.because("there is no meter '\(id)' in the configuration", Exit.usage)
        }
        var client = try LiveClient(
            stateDirectory: loaded.gateway.stateDirectory, configuration: config.path)
        client.send("accept-counter \(id)")
        let end = Moment.now().after(.seconds(15))
        while Moment.now().uptime < end, let rows = client.rows(waitMilliseconds: 500) {
            guard let answer = rows.first(where: { $0.id == "answer" }) else { continue }
            StandardOutput.write(answer["text"] + "\n")
            if answer["text"].hasPrefix("error") { throw Exit.no }
            return
        }
        throw Exit.because("the gateway does not answer", Exit.unavailable)
    }
}

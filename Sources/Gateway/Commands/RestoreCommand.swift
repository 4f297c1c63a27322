// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import History
import Logging
import Series

/// `meter-gateway restore`: puts a copy of the store back.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a copy made by `meter-gateway backup` in the place of what is stored.",
        discussion: """
            The gateway must be stopped. What was stored stays beside it as telegrams.before-restore.db. Run it as \
            the gateway's user, or give it the files afterwards.
            """)

    @OptionGroup var config: ConfigurationOption

    @Argument(help: "The copy.")
    var file: String

    func run() throws {
        let state = try config.load().configuration.gateway.stateDirectory
        StateDirectory.prepare(state, logger: Logger(label: "meter-gateway"))
        try HistoryAccess.reading { () throws(SeriesError) in
            try StoreRestore.restore(file, into: state)
        }
    }
}

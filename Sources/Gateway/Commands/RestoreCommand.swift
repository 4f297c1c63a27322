// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import History
import Logging
import Readings
import Series

/// `meter-gateway restore`: puts a copy of the store back.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a copy made by `meter-gateway backup` in the place of what is stored.",
        discussion: """
            The gateway must be stopped. What was stored stays in the state folder as \
            telegrams.before-restore-TIME.db; remove it when it is not needed any more. Run it as the gateway's user, \
            or give it the files afterwards.
            """)

    @OptionGroup var config: ConfigurationOption

    @Argument(help: "The copy.")
    var file: String

    func run() throws {
        let configuration = try config.load().configuration
        let state = configuration.gateway.stateDirectory
        StateDirectory.prepare(state, logger: Logger(label: "meter-gateway"))
        let restored = try HistoryAccess.reading { () throws(SeriesError) in
            try StoreRestore.restore(file, into: state)
        }
        if let before = restored.before {
            StandardOutput.write("Restored. What was stored before is in \(before)\n")
        } else {
            StandardOutput.write("Restored.\n")
        }
        let configured = Set(configuration.meters.map(\.id))
        guard !restored.meters.isEmpty, restored.meters.isDisjoint(with: configured) else { return }
        let names = restored.meters.map(\.text).sorted().joined(separator: ", ")
        StandardError.print(
            "warning: the copy is of \(names), none of which is in \(config.path): is it this house's?"
        )
    }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayConfiguration
import History
import Series

/// `meter-gateway backup`: copies all that is stored while the gateway runs.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the telegrams and the history to a file, also while the gateway runs.",
        discussion: """
            The copy is of one moment, complete and checked onto the medium before it takes its name. Run it as the \
            gateway's user or as root. `meter-gateway restore` puts it back.
            """)

    @OptionGroup var config: ConfigurationOption

    @Argument(
        help:
            "The file to write, outside the state folder; an older copy there is replaced, nothing else is."
    )
    var file: String

    func run() throws {
        let history = try HistoryAccess(config.load().configuration)
        try HistoryAccess.reading { () throws(SeriesError) in
            try history.reader.backup(to: file)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The program `meter-simulator`.
@main
struct MeterSimulatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meter-simulator",
        abstract:
            "A street of virtual electricity meters, to try the gateway before your key arrives.",
        discussion: """
            No cable and no meter is needed: each virtual meter speaks on a serial port that exists \
            only inside this computer, encrypted like a Luxembourg "Smarty" meter, with keys of its own.

            Begin with:   meter-simulator street --dir street
            and, in a second terminal:   meter-gateway run --config street/meters.yaml
            """,
        version: Version.text,
        subcommands: [StreetSubcommand.self, TelegramSubcommand.self, ControlSubcommand.self])
}

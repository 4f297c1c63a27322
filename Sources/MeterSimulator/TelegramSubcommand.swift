// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Readings
import Simulation

/// `meter-simulator telegram`.
struct TelegramSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telegram",
        abstract: "Print one encrypted telegram, to try `meter-gateway decode` on.",
        discussion: """
            The frame goes to standard output as hex digits, its key to standard error:

              meter-simulator telegram > frame.hex
              meter-gateway decode --key (the key it showed) frame.hex
            """)

    @Option(help: "Another seed is another meter with another key.")
    var seed: UInt64 = 1

    @Option(
        help: "What the meter's clock shows, in UTC, such as 2026-03-11T09:15:00Z; left out: now.")
    var startTime: StartTime?

    @Flag(help: "What to print: the text in clear, or the encrypted frame in hex digits.")
    var form = TelegramForm.hex

    func run() throws {
        let start = startTime?.time ?? StartTime.now
        guard let id = MeterID("flat-1") else { return }
        do throws(SimulationError) {
            var meter = try VirtualMeter(id: id, seed: seed, start: start)
            let sealed = try meter.frame(at: start)
            switch form {
            case .plain:
                print(String(decoding: sealed.telegram.text, as: UTF8.self), terminator: "")
            case .hex:
                print(HexText.upper(sealed.bytes))
                SimulatorExit.say("key: \(meter.keyHex)")
            }
        } catch {
            throw SimulatorExit.failure(error)
        }
    }
}

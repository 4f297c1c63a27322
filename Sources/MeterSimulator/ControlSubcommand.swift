// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Simulation

/// `meter-simulator control DIR COMMAND`.
struct ControlSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "Let something go wrong in a running street.",
        discussion: """
            Commands, where ID is the name of a meter or sensor and N a number (1 if left out):

              bad-tag ID N       the next N frames are forged or damaged: their proof is wrong
              bad-crc ID N       their own checksum is wrong, the proof is right
              lose-byte ID N     a byte is missing;  insert-byte: too many;  flip-bit: a bit is wrong
              truncate ID N      their end is missing
              glue ID N          two frames come in one piece
              long-message ID N  they carry the longest message a meter can show
              dst ID             two telegrams around the hour that comes twice in October
              noise ID BYTES     random bytes, once
              garbage ID on|off  random bytes without end between the frames
              replay ID N        the last N frames come once more
              regress ID N       the frame counter goes back by N;  jump: forward
              new-key ID         the grid operator changes the key; the new one is in keys/ID.key.new
              swap ID            another meter hangs on the cable
              silence ID on|off  nothing comes any more
              request ID on|off  the data-request line of the meter
              clear ID on|off    telegrams without encryption
              no-target ID on|off  the rain sensor sees no water (it says 765)
              unplug ID          the adapter is pulled;  replug: it comes back under another number
              list, quit
            """)

    @Argument(help: ArgumentHelp("The directory of the street.", valueName: "dir"))
    var directory: String

    @Argument(help: ArgumentHelp("The command, in one or several words.", valueName: "command"))
    var words: [String]

    func run() throws {
        let answer: String
        do throws(SimulationError) {
            answer = try ControlClient.send(words.joined(separator: " "), directory: directory)
        } catch {
            throw SimulatorExit.failure(error)
        }
        print(answer)
        if !answer.hasPrefix("ok") { throw ExitCode(1) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import Simulation

/// How the program ends when something is wrong: a sentence on stderr, and a status that scripts
/// can tell apart.
enum SimulatorExit {
    /// Says what is wrong and gives the status to end with.
    static func failure(_ error: SimulationError) -> ExitCode {
        say("meter-simulator: \(error)")
        return switch error {
        case .outOfRange, .unknownCommand, .wrongArguments, .pathTooLong: ExitCode(64)
        case .alreadyRunning, .notRunning, .noCipher: ExitCode(69)
        case .system: ExitCode(74)
        default: ExitCode(1)
        }
    }

    /// Writes a line to stderr, where it is in nobody's data.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc

/// The exit codes of the program, after sysexits.h.
enum Exit {
    /// The answer is no: nothing decoded, a fault found.
    static let no = ExitCode(1)
    /// The command line is wrong.
    static let usage = ExitCode(64)
    /// Something that is needed is unavailable.
    static let unavailable = ExitCode(69)
    /// Input or output failed.
    static let io = ExitCode(74)
    /// The configuration is wrong.
    static let configuration = ExitCode(78)

    /// Prints a message to standard error and returns the code to throw.
    static func because(_ message: String, _ code: ExitCode) -> ExitCode {
        StandardError.print("meter-gateway: \(message)")
        return code
    }
}

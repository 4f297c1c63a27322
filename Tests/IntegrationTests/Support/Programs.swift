// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// The built programs, as a user starts them.
enum Programs {
    /// Where they are: beside this test, unless METER_PROGRAMS names another folder, such as that of a release build.
    static let folder: String = {
        if let named = ProcessInfo.processInfo.environment["METER_PROGRAMS"] { return named }
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().path(percentEncoded: false)
    }()

    /// The path of the daemon.
    static let gateway = folder + "/meter-gateway"
    /// The path of the simulator.
    static let simulator = folder + "/meter-simulator"

    /// What a program that ended left.
    struct Outcome: Sendable {
        let status: Int32
        /// Standard output, line by line.
        let output: [String]
        /// Standard error, as one text.
        let errors: String
    }

    /// Runs `meter-gateway` with arguments to its end.
    static func gateway(_ first: String..., arguments: [String] = []) async throws -> Outcome {
        try await run(first + arguments)
    }

    /// Runs `meter-simulator` with arguments to its end.
    static func simulator(_ arguments: String...) async throws -> Outcome {
        try await run(arguments, of: simulator)
    }

    /// Runs `meter-gateway` with a standard output that takes nothing.
    static func gatewayUnheard(_ arguments: [String]) async throws -> Outcome {
        try await run(["-c", #"exec "$@" >/dev/full"#, "sh", gateway] + arguments, of: "sh")
    }

    /// Runs `meter-gateway decode`; `input` is a file for its standard input.
    static func decode(_ arguments: [String], input: String = "/dev/null") async throws -> Outcome {
        try await run(["decode"] + arguments, input: input)
    }

    private static func run(
        _ arguments: [String], of program: String = gateway, input: String = "/dev/null"
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let errors = folder.file("errors")
        // The two outputs must not be mixed: data goes to one, messages to the other.
        let child = try ChildProcess(
            [
                "sh", "-c", #"errors=$1 input=$2; shift 2; exec "$@" 2>"$errors" <"$input""#, "sh",
                errors, input, program,
            ]
                + arguments)
        let status = await child.waitForEnd()
        return Outcome(
            status: status, output: child.lines.entries,
            errors: String(
                decoding: FileManager.default.contents(atPath: errors) ?? Foundation.Data(),
                as: UTF8.self))
    }
}

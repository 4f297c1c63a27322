// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import NIOCore
import NIOPosix

/// Where the program begins.
///
/// Its tasks run on one thread of their own and not on Swift's global pool: that pool, once used,
/// wakes up each second for as long as the process lives, and this one is to live for years on a
/// machine that has better things to do.
@main
enum Program {
    static func main() {
        let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        Task(executorPreference: LoopTaskExecutor(loop)) {
            do {
                var command = try GatewayCommand.parseAsRoot()
                if var waiting = command as? any AsyncParsableCommand {
                    try await waiting.run()
                } else {
                    try command.run()
                }
                end(with: nil)
            } catch {
                end(with: error)
            }
        }
        // Not `dispatchMain()`, which lets through all signals that are held back.
        while true { pause() }
    }

    /// Ends the process; data that nobody took outweighs what the command made of it.
    private static func end(with error: (any Error)?) -> Never {
        guard let problem = StandardOutput.problem else { GatewayCommand.exit(withError: error) }
        let reason = unsafe String(cString: strerror(problem))
        let why = "standard output: \(reason); what was printed is not whole"
        GatewayCommand.exit(withError: Exit.because(why, Exit.io))
    }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Dispatch
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
                GatewayCommand.exit()
            } catch {
                GatewayCommand.exit(withError: error)
            }
        }
        dispatchMain()
    }
}

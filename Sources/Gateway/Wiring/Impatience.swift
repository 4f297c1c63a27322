// SPDX-License-Identifier: Apache-2.0
import Logging
import ServiceLifecycle
import UnixSignals

/// Takes the orders to end, and hurries the end when one is given a second time: what is stored is
/// still committed, but nobody outside is waited for.
///
/// It must be the first of the services, since the first is the last to end.
struct Impatience: Service {
    /// The orders; what came before anybody took them, from the first moment of the program, is the
    /// first of them.
    let orders: UnixSignalsSequence
    let logger: Logger
    let end: @Sendable () async -> Void
    let hurry: @Sendable () -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var count = 0
            for await _ in orders {
                count += 1
                if count == 1 {
                    logger.info("Told to end")
                    await end()
                }
                guard count == 2 else { continue }
                logger.notice("Told to end again; nobody is waited for")
                hurry()
            }
        }
    }
}

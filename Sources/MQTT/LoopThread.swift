// SPDX-License-Identifier: Apache-2.0
import Logging

/// The thread on which a client's loop runs.
enum LoopThread {
    /// Starts the loop; the thread keeps the core alive until the loop ends.
    static func start(_ core: ClientCore) {
        let result = OwnThread.start { ConnectionLoop(core).run() }
        guard result != 0 else { return }
        core.logger.critical("no thread for the MQTT client (error \(result))")
        core.finish()
    }
}

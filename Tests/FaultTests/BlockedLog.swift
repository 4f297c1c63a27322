// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Logging
import TestSupport

/// A log behind a pipe that is full until somebody reads from it.
final class BlockedLog: Sendable {
    private struct Handler: LogHandler {
        let log: BlockedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.isRead.wait()
            log.isRead.signal()
            let lost = event.metadata?["lost_lines"].map { " \($0) lost" } ?? ""
            log.lines.append("\(event.message)\(lost)")
        }
    }

    /// What was written, in order.
    let lines = Journal<String>()
    private let isRead = DispatchSemaphore(value: 0)

    /// A logger that writes to it.
    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    /// Begins to read.
    func open() { isRead.signal() }
}

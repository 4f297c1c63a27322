// SPDX-License-Identifier: Apache-2.0
public import Logging

/// A log whose lines from level info on a test can look at.
public struct LogJournal: LogHandler {
    private let lines: Journal<String>
    /// What each line would carry; it is not looked at.
    public var metadata: Logger.Metadata = [:]
    /// Lines below it are not kept.
    public var logLevel = Logger.Level.info

    /// A log without lines.
    public init(_ lines: Journal<String>) { self.lines = lines }

    /// One of the facts that each line would carry.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Keeps a line: its level and its message.
    public func log(event: LogEvent) { lines.append("\(event.level): \(event.message)") }
}

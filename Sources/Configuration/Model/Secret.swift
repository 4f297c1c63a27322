// SPDX-License-Identifier: Apache-2.0

/// A text that no output may show, such as the broker's password.
public struct Secret: Sendable, Hashable {
    private let text: String

    /// Hides a text.
    public init(_ text: String) { self.text = text }

    /// The text itself, for the one place that must send it.
    public func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says only that there is one.
    public var description: String { "(secret)" }

    /// Says only that there is one.
    public var debugDescription: String { description }

    /// Shows nothing to `dump` and to debuggers.
    public var customMirror: Mirror { Mirror(self, children: [:] as KeyValuePairs<String, Any>) }
}

// SPDX-License-Identifier: Apache-2.0

/// A password that no log, dump or error text shows.
public struct MQTTSecret: Sendable {
    /// The secret itself, only for the call that hands it to the library.
    let text: String

    /// Wraps a password.
    public init(_ text: String) {
        self.text = text
    }
}

extension MQTTSecret: CustomStringConvertible, CustomReflectable {
    /// Always the same word, whatever the secret is.
    public var description: String { "(secret)" }

    /// A mirror without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

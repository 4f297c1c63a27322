// SPDX-License-Identifier: Apache-2.0

/// How mail leaves the house: the section `mail`.
public struct MailSettings: Sendable, Hashable {
    /// The program that takes a message on its standard input, with its own options; never run
    /// through a shell.
    ///
    /// Default `/usr/sbin/sendmail` alone.
    public let command: [String]
    /// The sender of all mail.
    public let from: MailAddress
}

extension MailSettings: CustomStringConvertible, CustomReflectable {
    /// The sender and the program without its options, one of which may be a password.
    public var description: String { "from \(from) through \(command.first ?? "nothing")" }

    /// Shows no option to `dump` and to debuggers.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// How a telegram is printed.
enum TelegramForm: String, EnumerableFlag {
    /// The text before it is sealed.
    case plain
    /// The sealed frame.
    case hex
}

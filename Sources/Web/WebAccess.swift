// SPDX-License-Identifier: Apache-2.0

/// Who may read the page and the programming interface.
public enum WebAccess: Sendable {
    /// Everybody on this machine: the server listens on loopback only.
    case loopback
    /// Whoever shows the token.
    ///
    /// The check gets the text that a client sent and must take equally long for right and wrong
    /// ones of one length.
    case token(matches: @Sendable (Substring) -> Bool)
    /// Everybody who reaches the address, by the owner's explicit word.
    case open

    /// The word in JSON.
    var word: String {
        switch self {
        case .loopback: "loopback"
        case .token: "token"
        case .open: "open"
        }
    }
}

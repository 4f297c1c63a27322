// SPDX-License-Identifier: Apache-2.0

/// Who may talk to the HTTP server.
public enum HTTPAccess: Sendable, Hashable {
    /// Everybody on this machine: the server listens on loopback only.
    case loopback
    /// Whoever shows the token.
    case token(AccessToken)
    /// Everybody who reaches the address, by the owner's explicit word.
    case open
}

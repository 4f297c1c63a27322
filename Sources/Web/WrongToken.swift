// SPDX-License-Identifier: Apache-2.0

/// A wrong token that somebody showed; what it was, nobody is told.
public struct WrongToken: Sendable, Hashable {
    /// The address it came from.
    public let address: String
    /// How many that address showed within a minute, this one among them.
    public let tries: Int
    /// How many others there were, from any address, since the last one that was told of.
    public let untold: UInt64

    /// Puts it together.
    public init(address: String, tries: Int, untold: UInt64) {
        self.address = address
        self.tries = tries
        self.untold = untold
    }
}

extension WrongToken: CustomStringConvertible {
    /// The word for it and a sentence, as `last_error` has it.
    public var description: String {
        "web_auth_fail: \(address) showed a wrong token, \(tries) of \(TokenGate.tries) within a minute."
    }
}

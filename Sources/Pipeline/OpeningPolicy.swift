// SPDX-License-Identifier: Apache-2.0

/// What is believed of one meter, as its configuration says.
public struct OpeningPolicy: Sendable, Hashable {
    /// What a sealed frame must prove.
    public var authentication: AuthenticationMode
    /// Whether clear telegrams are read beside a key; without any key they always are.
    public var allowsPlaintext: Bool
    /// Seconds that local standard time is ahead of UTC.
    public var winterOffset: Int64

    /// Luxembourg's rules, unless told otherwise.
    public init(
        authentication: AuthenticationMode = .strict, allowsPlaintext: Bool = false,
        winterOffset: Int64 = 3_600
    ) {
        self.authentication = authentication
        self.allowsPlaintext = allowsPlaintext
        self.winterOffset = winterOffset
    }
}

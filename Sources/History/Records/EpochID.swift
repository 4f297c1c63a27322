// SPDX-License-Identifier: Apache-2.0

/// A meter under one of its keys: the stretch in which its frame counter only ever grows.
public struct EpochID: Sendable, Hashable {
    /// The system title in upper-case hex, `534147677001BD54`.
    public let title: String
    /// The fingerprint of the key, eight hex digits.
    public let keyFingerprint: String

    /// Names an epoch.
    public init(title: String, keyFingerprint: String) {
        self.title = title
        self.keyFingerprint = keyFingerprint
    }
}

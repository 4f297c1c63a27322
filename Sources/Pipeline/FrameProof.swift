// SPDX-License-Identifier: Apache-2.0

/// What proves a telegram; the raw value is the word in JSON.
public enum FrameProof: String, Sendable, Hashable {
    /// Its tag is right.
    case verified
    /// It was taken although its tag is wrong or absent, because the configuration says so.
    case unverified
    /// It came in clear.
    case none
}

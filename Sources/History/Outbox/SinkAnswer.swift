// SPDX-License-Identifier: Apache-2.0

/// What a sink says of a telegram that it was given.
struct SinkAnswer: Sendable {
    let sink: String
    let token: UInt64
    /// Whether it will never take it.
    let isRefusal: Bool
}

// SPDX-License-Identifier: Apache-2.0

/// What is said to those who come when there are too many.
enum Refusal {
    static let connections = "There are too many connections; try again soon."
    static let streams = "There are too many live streams; try again soon."
    /// When it is worth to try again, in seconds.
    static let retryAfter = "10"
}

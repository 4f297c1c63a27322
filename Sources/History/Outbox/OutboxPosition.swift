// SPDX-License-Identifier: Apache-2.0

/// A row of the table `cursor`: a sink has everything of a stream up to this counter.
struct OutboxPosition: Sendable, Hashable {
    let sink: String
    let stream: Int64
    let counter: Int64
}

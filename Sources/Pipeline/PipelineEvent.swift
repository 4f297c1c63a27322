// SPDX-License-Identifier: Apache-2.0
public import DSMR

/// What became of a stretch of the stream; the stretches follow each other without a hole.
public enum PipelineEvent: Sendable, Hashable {
    /// A telegram that may be believed as far as its ``AcceptedFrame/authentication`` says.
    case telegram(AcceptedFrame)
    /// Bytes that became none.
    case discarded(Discarded)
}

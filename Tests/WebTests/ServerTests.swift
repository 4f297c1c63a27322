// SPDX-License-Identifier: Apache-2.0
import Testing

/// Tests with a running server, one after the other: several measure time, and all share its thread.
@Suite(.serialized) enum ServerTests {}

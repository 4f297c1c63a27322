// SPDX-License-Identifier: Apache-2.0

/// What happens to a line when the gateway ends.
public enum ExitBehaviour: String, Sendable, Hashable, CaseIterable {
    /// It is driven no more: it becomes an input, and its pull decides.
    case release
    /// It is set to its inactive level and given back.
    case off
    /// It is given back as it is; the kernel decides whether it stays asserted.
    case keep
}

// SPDX-License-Identifier: Apache-2.0

/// What happens to a line when the gateway ends.
public enum ExitBehaviour: String, Sendable, Hashable, CaseIterable {
    /// It is given back to the kernel as it is.
    case release
    /// It is set to its inactive level first.
    case off
    /// It is left asserted.
    case keep
}

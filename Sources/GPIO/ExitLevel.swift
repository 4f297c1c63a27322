// SPDX-License-Identifier: Apache-2.0

/// What happens to a line when its holder lets go of it.
///
/// The level of a line belongs to the open request; what the pin does once that is closed is up to
/// the kernel. Upstream kernels make it an input again, so that its pull decides. The Raspberry Pi
/// kernel leaves an output driven. After `kill -9` nothing here has run: only that rule holds.
public enum ExitLevel: Sendable, Hashable, CaseIterable {
    /// The line stops being driven (it becomes an input), then is given back.
    ///
    /// A P1 data request is withdrawn by going high-impedance, never by pulling it to 0 V.
    case release
    /// The line is driven to its inactive level, then is given back.
    case off
    /// The line is given back as it is.
    ///
    /// It stays asserted only where the kernel keeps outputs driven; upstream kernels do not.
    case keep
}

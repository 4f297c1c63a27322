// SPDX-License-Identifier: Apache-2.0

/// Why frames before a telegram may be missing, as far as the port's reader saw it.
public enum Interruption: Sendable, Hashable {
    /// The port was lost, missing or could not be opened.
    case portLost
    /// Frames came damaged or cut off.
    case damage
    /// The port was open, and for longer than the meter's interval nothing came at all.
    case silence
}

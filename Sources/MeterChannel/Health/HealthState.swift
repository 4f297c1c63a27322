// SPDX-License-Identifier: Apache-2.0

/// How a meter or sensor is, in one word.
public enum HealthState: String, Sendable, Hashable {
    /// Its values come and are believed.
    case online
    /// Its values come, but something needs a look.
    case degraded
    /// Nothing of it can be believed or read now.
    case offline
    /// The configuration leaves it out.
    case disabled
}

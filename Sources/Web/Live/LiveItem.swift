// SPDX-License-Identifier: Apache-2.0
import Readings

/// All that is known of a meter or sensor now.
struct LiveItem: Sendable {
    var profile: MeterProfile
    var latest: LatestReadings?
    var health: ChannelHealth?
    var missed = MissedMinutes()
    /// Which change of the model was the last to touch it.
    var version: UInt64 = 0
    /// Which change was the last to touch its health.
    var healthVersion: UInt64 = 0

    /// Whether its values are current.
    var isAvailable: Bool { profile.isEnabled && health?.isAvailable == true }
}

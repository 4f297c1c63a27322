// SPDX-License-Identifier: Apache-2.0
import Readings

/// All that is known of a meter or sensor now.
struct LiveItem: Sendable {
    var profile: MeterProfile
    private(set) var latest: LatestReadings?
    /// When it said for the first time that it has no value, if it has said nothing else since: a
    /// sensor without an echo.
    private(set) var noValueSince: UTCTime?
    var health: ChannelHealth?
    var missed = MissedMinutes()
    /// Which change of the model was the last to touch it.
    var version: UInt64 = 0
    /// Which change was the last to touch its health.
    var healthVersion: UInt64 = 0

    init(profile: MeterProfile) { self.profile = profile }

    /// Takes what it said.
    mutating func take(_ latest: LatestReadings) {
        self.latest = latest
        noValueSince = latest.readings.isEmpty ? noValueSince ?? latest.received : nil
    }

    /// Whether its values are current.
    var isAvailable: Bool { profile.isEnabled && health?.isAvailable == true }
}

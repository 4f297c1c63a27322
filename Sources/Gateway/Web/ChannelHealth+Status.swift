// SPDX-License-Identifier: Apache-2.0
import DSMR
import MeterChannel
import Readings
import Web

extension ChannelHealth {
    /// What the page shows of a channel's status.
    init(_ status: ChannelStatus) {
        self.init(
            state: status.condition.state.rawValue, code: status.condition.code.rawValue,
            hint: status.condition.hint, since: status.since, isAvailable: status.isAvailable,
            record: { PayloadEncoder.health(status.heard(at: $1), now: $0) })
        if let meter = status.meter {
            missed = meter.missed
            identity = meter.identity
            systemTitle = meter.systemTitle?.lastFour
            clockDriftSeconds = meter.clockDriftSeconds
            lastHeard = meter.lastTelegram
            counters = Counters(meter.counters)
        }
        counters.framingErrors = status.link.lineErrors?.framing
        counters.overruns = status.link.lineErrors?.overruns
        if let sensor = status.sensor {
            lastHeard = sensor.lastSample
            counters.accepted = sensor.samples
            counters.frameErrors = sensor.badLines
        }
    }
}

extension ChannelStatus {
    /// The same, with a telegram or sample that came since; a status is told every ten seconds.
    fileprivate func heard(at time: UTCTime?) -> ChannelStatus {
        guard let time else { return self }
        var status = self
        if let last = meter?.lastTelegram { status.meter?.lastTelegram = max(last, time) }
        if let last = sensor?.lastSample { status.sensor?.lastSample = max(last, time) }
        return status
    }
}

extension ChannelHealth.Counters {
    /// The same, with all that has no grammar in one.
    fileprivate init(_ counters: FrameCounters) {
        self.init()
        accepted = counters.telegrams
        checksumErrors = counters.crcRefused
        tagErrors = counters.tagErrors
        frameErrors =
            counters.truncated + counters.oversize + counters.refused + counters.plaintextRefused
            + counters.duplicates
        replays = counters.replays
        noiseBytes = counters.noiseBytes
    }
}

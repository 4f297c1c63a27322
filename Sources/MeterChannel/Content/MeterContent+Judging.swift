// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline

// The condition and when it is told.
extension MeterContent {
    mutating func judge(at now: Moment, _ emit: (PortEvent) -> Void) {
        let condition = health.condition(status.link, at: now.uptime)
        let isAvailable = !health.isUnavailable(condition, at: now.uptime)
        judgeAt = health.deadline(after: now.uptime)
        if condition.state != status.condition.state || condition.code != status.condition.code {
            status.since = now.wall
            pace.changed()
        }
        if isAvailable != status.isAvailable {
            let kind = isAvailable ? MeterEvent.Kind.meterOnline : .meterOffline
            emit(.event(MeterEvent(meter: settings.id, kind: kind, time: now.wall)))
            pace.changed()
        }
        status.condition = condition
        status.isAvailable = isAvailable
        guard pace.isDue(at: now.uptime) else { return }
        var told = status
        told.meter?.counters.noiseBytes += UInt64(pipeline.pendingNoise)
        if let title = health.refusedTitle {
            told.meter?.systemTitle = title
            told.meter?.identity = title.identity
        }
        emit(.status(told))
        // The log takes its time: what it has stored by now is told with the next counters.
        if isFresh { pace.counted() }
        isFresh = false
    }
}

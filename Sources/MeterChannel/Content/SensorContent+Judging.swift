// SPDX-License-Identifier: Apache-2.0

// How the sensor is.
extension SensorContent {
    /// Judges anew, and tells the status if that is due.
    mutating func judge(at now: Moment, _ emit: (PortEvent) -> Void) {
        let condition = condition(at: now.uptime)
        judgeAt = openSince.map { max(lastSample ?? $0, $0, lastBytes ?? $0) + patience }
        if let at = judgeAt, at <= now.uptime { judgeAt = nil }
        if condition.state != status.condition.state || condition.code != status.condition.code {
            status.since = now.wall
            pace.changed()
        }
        status.condition = condition
        let isAvailable =
            condition.state == .online || condition.state == .degraded && lastSample != nil
        if isAvailable != status.isAvailable { pace.changed() }
        status.isAvailable = isAvailable
        if pace.isDue(at: now.uptime) { emit(.status(status)) }
    }

    private func condition(at now: Int64) -> Condition {
        if let condition = status.link.condition { return condition }
        guard let openSince else { return .sensorStarting }
        let heard = max(lastSample ?? openSince, openSince)
        if now - heard >= patience {
            let isTalking = lastBytes.map { now - $0 < patience } ?? false
            return isTalking
                ? Condition(
                    .offline, .noValidLine,
                    hint:
                        "Bytes come, but no valid line: check the speed, the inverted level and the format."
                )
                : Condition(
                    .offline, .silent,
                    hint: "The sensor says nothing: check its cable and its supply."
                        + status.link.replugHint)
        }
        if let condition = status.link.requestCondition { return condition }
        return lastSample == nil ? .sensorStarting : .ok
    }
}

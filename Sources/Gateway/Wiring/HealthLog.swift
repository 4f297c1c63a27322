// SPDX-License-Identifier: Apache-2.0
import Locking
import Logging
import MeterChannel
import Readings

/// Logs each change of a meter's or sensor's condition once: when trouble begins, and when it is over
/// with how long it took and how many frames it cost.
///
/// At most twelve changes an hour of each: one that comes and goes all night would fill the log. What
/// was left out is counted, and how things stand is told when there is room again.
final class HealthLog: UpdateConsumer {
    private static let limit = 12
    private static let window: Int64 = 3_600_000_000_000

    /// What was told of one meter or sensor.
    private struct Told {
        var code: HealthCode?
        /// When the present trouble began, in nanoseconds of the uptime.
        var begun: Int64?
        /// What had been refused when all was well last.
        var refused: UInt64 = 0
        /// When lines were written, in the last hour.
        var lines: [Int64] = []
        /// How many changes were left out since.
        var skipped = 0
        /// The latest of them.
        var latest: ChannelStatus?

        mutating func hasRoom(at now: Int64) -> Bool {
            lines.removeAll { $0 <= now - HealthLog.window }
            return lines.count < HealthLog.limit
        }
    }

    private let logger: Logger
    private let told = Mutex<[MeterID: Told]>([:])

    init(logger: Logger) { self.logger = logger }

    /// Forgets what was told of a meter or sensor that is gone.
    func forget(_ id: MeterID) { told.withLock { $0[id] = nil } }

    func receive(_ event: PortEvent) {
        // Starting is neither trouble nor its end.
        guard case .status(let status) = event, status.condition.code != .starting else { return }
        // One that is switched off is not well again.
        guard status.condition.state != .disabled else { return forget(status.id) }
        let now = Moment.now().uptime
        told.withLock { all in
            var told = all[status.id, default: Told()]
            defer { all[status.id] = told }
            let before = told.code
            guard before != status.condition.code else {
                if before == .ok { told.refused = status.refused }
                return
            }
            told.code = status.condition.code
            // At the start a meter was never in trouble.
            if before == nil, status.condition.code == .ok { return }
            if told.begun == nil { told.begun = now }
            guard told.hasRoom(at: now) else {
                if told.skipped == 0 {
                    logger.notice(
                        "Changes all the time; not every change is told",
                        metadata: ["id": "\(status.id)"])
                }
                told.skipped += 1
                told.latest = status
                return
            }
            told.lines.append(now)
            write(status, &told, was: before, at: now)
        }
    }

    /// Tells how things stand where changes were left out, once there is room again.
    func minutePassed() {
        let now = Moment.now().uptime
        told.withLock { all in
            for (id, var told) in all {
                guard let status = told.latest, told.hasRoom(at: now) else { continue }
                told.lines.append(now)
                write(status, &told, was: nil, at: now)
                all[id] = told
            }
        }
    }

    private func write(
        _ status: ChannelStatus, _ told: inout Told, was: HealthCode?, at now: Int64
    ) {
        var facts: Logger.Metadata = ["id": "\(status.id)"]
        if told.skipped > 0 { facts["changes"] = "\(told.skipped)" }
        (told.skipped, told.latest) = (0, nil)
        guard status.condition.code == .ok else {
            facts["state"] = "\(status.condition.state.rawValue)"
            facts["hint"] = "\(status.condition.hint)"
            logger.warning("\(status.condition.code.rawValue)", metadata: facts)
            return
        }
        if let was { facts["was"] = "\(was.rawValue)" }
        if let begun = told.begun { facts["after_s"] = "\((now - begun) / 1_000_000_000)" }
        if status.refused > told.refused { facts["refused"] = "\(status.refused - told.refused)" }
        told.refused = status.refused
        told.begun = nil
        logger.info("Well again", metadata: facts)
    }
}

extension ChannelStatus {
    /// Frames, or lines of a sensor, that were not believed.
    fileprivate var refused: UInt64 {
        guard let counters = meter?.counters else { return sensor?.badLines ?? 0 }
        return counters.tagErrors + counters.crcRefused + counters.truncated + counters.oversize
            + counters.replays + counters.duplicates + counters.plaintextRefused + counters.refused
    }
}

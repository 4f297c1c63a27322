// SPDX-License-Identifier: Apache-2.0
import DSMR
import Readings

/// Judges a meter from what came of its bytes: one condition at a time, the gravest first.
struct MeterHealth: Sendable {
    /// How long each judgement waits; tests shorten them.
    struct Timing: Sendable {
        var noValidFrame = Duration.seconds(60)
        /// The least patience with a silent meter; `nil` takes that of ``IntervalEstimate``.
        var patience: Duration?

        init() {}
    }

    private let timing: Timing
    private var openSince: Int64?
    private var lastTelegram: Int64?
    /// When the last genuine frame came, accepted or counted on another port.
    private var lastGenuine: Int64?
    private var lastBytes: Int64?
    private var refusals = RefusalStreak()
    private var isExhausted = false
    private var isDuplicate = false
    /// The interval between telegrams.
    var interval: IntervalEstimate

    init(interval: IntervalEstimate, timing: Timing = Timing()) {
        self.interval = interval
        self.timing = timing
    }

    /// Whom the frames that are refused name as their meter (``RefusalStreak/title``).
    var refusedTitle: SystemTitle? { refusals.title }

    private var patience: Int64 { timing.patience?.nanoseconds ?? interval.patience }

    mutating func portOpened(at now: Int64) {
        openSince = now
        lastBytes = nil
        refusals.end()
        isDuplicate = false
    }

    mutating func portClosed() {
        openSince = nil
        interval.interrupted()
    }

    mutating func heardBytes(at now: Int64) { lastBytes = now }

    /// A telegram was accepted; `title` is who sealed it, if that is proved.
    mutating func accepted(
        _ counter: FrameCounter?, from title: SystemTitle? = nil, at now: Int64
    ) {
        genuine(from: title, at: now)
        lastTelegram = now
        isDuplicate = false
        isExhausted = counter == .exhausted
        interval.heard(at: now)
    }

    /// A genuine frame came that is counted on another port.
    mutating func duplicate(from title: SystemTitle? = nil, at now: Int64) {
        genuine(from: title, at: now)
        isDuplicate = true
    }

    private mutating func genuine(from title: SystemTitle?, at now: Int64) {
        lastGenuine = now
        refusals.end(with: title)
    }

    /// A stretch became no telegram; `title` is who its head says to have sent it.
    mutating func refused(_ reason: DiscardReason, from title: SystemTitle? = nil) {
        refusals.refused(reason, from: title)
    }

    /// The condition at a moment, the link's faults first.
    func condition(_ link: LinkStatus, at now: Int64) -> Condition {
        if let condition = link.condition { return condition }
        if isExhausted { return .counterExhausted }
        if isSilent(at: now) { return .silent(link) }
        if let reason = refusals.reason, let condition = Condition(refused: reason) {
            return condition
        }
        if babbles(at: now) { return .noValidFrame }
        if isDuplicate { return .duplicateMeter }
        if let condition = link.requestCondition { return condition }
        // A port that was opened again starts anew: what came before proves nothing about now.
        guard let lastTelegram, let openSince, lastTelegram >= openSince else { return .starting }
        return .ok
    }

    /// The last genuine frame since the port was opened, or the opening; `nil` while it is closed.
    private var heard: Int64? { openSince.map { max(lastGenuine ?? $0, $0) } }

    private func isSilent(at now: Int64) -> Bool {
        guard let heard else { return false }
        return now - max(heard, lastBytes ?? heard) >= patience
    }

    /// Whether bytes come and no frame does.
    private func babbles(at now: Int64) -> Bool {
        // A telegram's own bytes are no sign of trouble: only those that came well after it count.
        guard let heard, let lastBytes, lastBytes - heard > 1_000_000_000 else { return false }
        return now - heard >= timing.noValidFrame.nanoseconds
    }

    /// Whether the meter's values are too old to be believed as current.
    func isUnavailable(_ condition: Condition, at now: Int64) -> Bool {
        guard condition.state == .online || condition.state == .degraded, let lastTelegram else {
            return true
        }
        return now - lastTelegram >= patience
    }

    /// When the judgement may change although nothing happens.
    func deadline(after now: Int64) -> Int64? {
        guard let heard else { return nil }
        let candidates = [
            lastTelegram.map { $0 + patience }, max(heard, lastBytes ?? heard) + patience,
            lastBytes == nil ? nil : heard + timing.noValidFrame.nanoseconds,
        ]
        return candidates.compactMap { $0 }.filter { $0 > now }.min()
    }
}

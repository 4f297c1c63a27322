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
    /// Reasons of the refusals since the last accepted telegram, and how many of one kind came in a
    /// row.
    private var streak: (reason: DiscardReason, count: Int)?
    /// The reason that came often enough to be told; it holds until a genuine frame or another one
    /// does.
    private var refusal: DiscardReason?
    /// Whose frames were genuine last.
    private var title: SystemTitle?
    /// Who else says to have sent what could not be opened, and how often in a row.
    private var stranger: (title: SystemTitle, reason: DiscardReason, count: Int)?
    private var isExhausted = false
    private var isDuplicate = false
    /// The interval between telegrams.
    var interval: IntervalEstimate

    init(interval: IntervalEstimate, timing: Timing = Timing()) {
        self.interval = interval
        self.timing = timing
    }

    private var patience: Int64 { timing.patience?.nanoseconds ?? interval.patience }

    mutating func portOpened(at now: Int64) {
        openSince = now
        lastBytes = nil
        forgetRefusals()
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
        forgetRefusals()
        self.title = title ?? self.title
    }

    private mutating func forgetRefusals() { (streak, refusal, stranger) = (nil, nil, nil) }

    /// A stretch became no telegram; `title` is who its head says to have sent it.
    mutating func refused(_ reason: DiscardReason, from title: SystemTitle? = nil) {
        switch reason {
        case .noise, .truncated, .badHeader, .oversize, .crcWrong, .malformedTelegram: return
        case .wrongKey, .noKey, .unauthenticated: unopened(reason, from: title)
        case .replay, .unsupported:
            self.title = title ?? self.title
            count(reason)
        case .tagMismatch, .damaged, .plaintextRefused: count(reason)
        }
    }

    private mutating func count(_ reason: DiscardReason) {
        stranger = nil
        let count = streak?.reason == reason ? (streak?.count ?? 0) + 1 : 1
        streak = (reason, count)
        if count >= MeterHealth.proof(of: reason) { refusal = reason }
    }

    /// Garbage may look like the head of a frame, and then names somebody else each time: only who
    /// was genuine before counts at once, and a stranger with the third frame in a row.
    private mutating func unopened(_ reason: DiscardReason, from title: SystemTitle?) {
        guard let title else { return }
        guard title != self.title else { return count(reason) }
        let isSame = stranger?.title == title && stranger?.reason == reason
        let times = (isSame ? stranger?.count ?? 0 : 0) + 1
        stranger = (title, reason, times)
        if times >= MeterHealth.proof(of: reason) { refusal = reason }
    }

    /// How many refusals in a row tell that it is no accident.
    private static func proof(of reason: DiscardReason) -> Int {
        switch reason {
        case .replay: 10
        case .plaintextRefused: 2
        default: 3
        }
    }

    /// The condition at a moment, the link's faults first.
    func condition(_ link: LinkStatus, at now: Int64) -> Condition {
        if let condition = link.condition { return condition }
        if isExhausted {
            return Condition(
                .offline, .counterExhausted,
                hint:
                    "The meter has used up its frame counter and sends nothing more; ask the grid operator for a new key."
            )
        }
        if let condition = silence(link, at: now) { return condition }
        if let condition = refusals { return condition }
        if let condition = babble(at: now) { return condition }
        if isDuplicate {
            return Condition(
                .degraded, .duplicateMeter,
                hint:
                    "This meter is read on another port too; its telegrams are counted there. Check the cables."
            )
        }
        if let condition = link.requestCondition { return condition }
        // A port that was opened again starts anew: what came before proves nothing about now.
        guard let lastTelegram, let openSince, lastTelegram >= openSince else { return .starting }
        return .ok
    }

    private var refusals: Condition? {
        switch refusal {
        case .wrongKey:
            return Condition(
                .offline, .authFailed,
                hint:
                    "The key does not open this meter's frames: it is wrong, or the grid operator has changed it. "
                    + "Compare the meter's number with the letter, and the cable with the configuration."
            )
        case .noKey:
            return Condition(
                .offline, .authFailed,
                hint: "The meter sends sealed frames and no key is configured; add key_file.")
        case .tagMismatch:
            return Condition(
                .degraded, .tagMismatch,
                hint:
                    "The frames decrypt well, but their tag is wrong: the authentication key may differ. "
                    + "Set auth_key_file, or accept the telegrams unverified with authentication: crc."
            )
        case .unauthenticated:
            return Condition(
                .degraded, .tagMismatch,
                hint:
                    "The meter sends frames without a tag; accept them unverified with authentication: crc."
            )
        case .plaintextRefused:
            return Condition(
                .offline, .plaintextRefused,
                hint:
                    "The meter sends clear text although a key is configured. If the grid operator switched "
                    + "encryption off, set allow_plaintext: true; otherwise check who is on the cable."
            )
        case .replay:
            return Condition(
                .degraded, .counterRegressed,
                hint:
                    "Genuine frames come with counters that were seen before. If the meter was set back, "
                    + "run meter-gateway accept-counter with its id; otherwise somebody replays old frames."
            )
        case .damaged:
            return Condition(
                .degraded, .noValidFrame,
                hint:
                    "The key is right, but every frame arrives damaged: cable too long, level converter too slow, or another program on the port."
            )
        case .unsupported:
            return Condition(
                .offline, .noValidFrame,
                hint:
                    "The frames are genuine but hold no P1 text; this kind of meter is not supported."
            )
        default: return nil
        }
    }

    /// The last genuine frame since the port was opened, or the opening; `nil` while it is closed.
    private var heard: Int64? { openSince.map { max(lastGenuine ?? $0, $0) } }

    private func silence(_ link: LinkStatus, at now: Int64) -> Condition? {
        guard let heard, now - max(heard, lastBytes ?? heard) >= patience else { return nil }
        return Condition(
            .offline, .silent,
            hint:
                "The port is open but the meter says nothing: check the cable, the data-request wiring and that the grid operator has enabled the port."
                + link.replugHint
        )
    }

    private func babble(at now: Int64) -> Condition? {
        // A telegram's own bytes are no sign of trouble: only those that came well after it count.
        guard let heard, let lastBytes, lastBytes - heard > 1_000_000_000,
            now - heard >= timing.noValidFrame.nanoseconds
        else { return nil }
        return Condition(
            .degraded, .noValidFrame,
            hint:
                "Bytes come, but no frame: check 115200 8N1, the inverted level of the P1 line, "
                + "and that no serial console is enabled on this port.")
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

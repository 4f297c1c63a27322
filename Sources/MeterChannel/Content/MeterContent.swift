// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import Readings

/// What a meter's bytes become: telegrams, an account of them, and a condition.
public struct MeterContent: PortContent {
    private let settings: MeterSettings
    private let claims: TitleClaims
    private var pipeline: TelegramPipeline
    private var health: MeterHealth
    private var accounting = FrameAccounting()
    private var witness = GapWitness()
    private var registers: [String: RegisterWatch] = [:]
    private var pace = StatusPace()
    private var status: ChannelStatus
    private var nextReplayEvent: Int64 = 0
    /// The epoch of the latest genuine frame, accepted or refused as a replay.
    private(set) var provedEpoch: ReplayFloor.Epoch?

    /// Prepares a meter; `nil` only when OpenSSL has no memory.
    public init?(_ settings: MeterSettings, claims: TitleClaims, now: Moment) {
        self.init(settings, claims: claims, now: now, timing: MeterHealth.Timing())
    }

    init?(_ settings: MeterSettings, claims: TitleClaims, now: Moment, timing: MeterHealth.Timing) {
        var keys: [KeySlot] = []
        if let key = settings.key {
            guard let slot = KeySlot(key: key, authenticationKey: settings.authenticationKey) else {
                return nil
            }
            keys = [slot]
        }
        self.settings = settings
        self.claims = claims
        pipeline = TelegramPipeline(keys: keys, policy: settings.policy, floor: settings.floor)
        health = MeterHealth(
            interval: IntervalEstimate(configured: settings.interval), timing: timing)
        status = ChannelStatus(
            id: settings.id, port: settings.port, condition: LinkStatus().condition ?? .starting,
            since: now.wall)
        var meter = ChannelStatus.Meter()
        meter.keyFingerprint = settings.key?.fingerprint
        meter.intervalMilliseconds = health.interval.nanoseconds / 1_000_000
        if settings.key != nil { (meter.missed, meter.missedWhileOff) = (0, 0) }
        status.meter = meter
    }

    /// A meter's request is asserted for as long as its port is read.
    public var wantsRequest: Bool { true }

    /// It changes with the port only.
    public static var tellsRequestChanges: Bool { true }

    /// Unfinished bytes, or noise that should be counted.
    public var awaitsSilence: Bool { pipeline.pendingBytes > 0 || pipeline.pendingNoise > 0 }

    /// As the head of an unfinished frame tells.
    public var missingBytes: Int? { pipeline.missingBytes }

    /// As its configured or learnt interval tells.
    public var longestSilence: Int64? {
        health.interval.known == nil ? nil : health.interval.patience
    }

    /// When the condition may change by itself, or a status is due.
    public var deadline: Int64? {
        [pace.deadline, judgeAt].compactMap { $0 }.min()
    }

    private var judgeAt: Int64?

    /// Reads bytes.
    public mutating func received(_ bytes: Span<UInt8>, at now: Moment, _ emit: (PortEvent) -> Void)
    {
        health.heardBytes(at: now.uptime)
        witness.heardBytes(at: now.uptime, interval: health.interval.nanoseconds)
        var outcomes = Outcomes()
        settings.trace?("read \(bytes.count) bytes")
        pipeline.read(bytes) { outcomes.take($0, $1) }
        if pipeline.pendingNoise > 0 { pace.counted() }
        settle(outcomes, at: now, emit)
        judge(at: now, emit)
    }

    /// Ends what the silence cut off.
    public mutating func fellSilent(at now: Moment, _ emit: (PortEvent) -> Void) {
        cutOff(at: now, emit)
        judge(at: now, emit)
    }

    /// Takes over the link's state; a port that is lost ends a half frame.
    public mutating func linkChanged(
        _ link: LinkStatus, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        let before = status.link
        let wasOpen = before.port == .open
        status.link = link
        if link.port == .open, !wasOpen { health.portOpened(at: now.uptime) }
        if link.port != .open, wasOpen {
            health.portClosed()
            witness.portClosed()
            cutOff(at: now, emit)
        }
        // Behind the half frame that was dropped: the port is what went wrong last.
        if let error = ChannelStatus.LastError(link, after: before, at: now.wall) {
            status.lastError = error
        }
        if link.isNews(after: before) { pace.changed() } else { pace.counted() }
        judge(at: now, emit)
    }

    /// Another channel may have the meter at once.
    public func ended() { claims.release(settings.id) }

    /// Judges again and tells the status if it is due.
    public mutating func deadlinePassed(at now: Moment, _ emit: (PortEvent) -> Void) {
        judge(at: now, emit)
    }
}

// What the bytes became.
extension MeterContent {
    /// What one read gave, noted down while the pipeline is busy.
    private struct Outcomes {
        struct Accepted {
            let frame: AcceptedFrame
            let crc: String
            let time: UTCTime?
            let readings: [Reading]
            let identity: String?
            let text: [UInt8]
        }

        enum Outcome {
            case telegram(Accepted)
            case discarded(Discarded)
        }

        var list: [Outcome] = []

        mutating func take(_ event: PipelineEvent, _ telegram: borrowing Telegram) {
            switch event {
            case .discarded(let discarded): list.append(.discarded(discarded))
            case .telegram(let frame):
                let crc: String
                switch telegram.check {
                case .arc, .x25: crc = "valid"
                case .wrong: crc = "wrong"
                case .absent: crc = "absent"
                }
                list.append(
                    .telegram(
                        Accepted(
                            frame: frame, crc: crc, time: telegram.time,
                            readings: ReadingList(telegram).readings,
                            identity: frame.header?.title.identity ?? telegram.identity,
                            text: Array(telegram.text.prefix(telegram.textCount)))))
            }
        }
    }

    private mutating func settle(_ outcomes: Outcomes, at now: Moment, _ emit: (PortEvent) -> Void)
    {
        for outcome in outcomes.list {
            switch outcome {
            case .telegram(let accepted): accept(accepted, at: now, emit)
            case .discarded(let discarded): refuse(discarded, at: now, emit)
            }
        }
    }

    /// Ends an unfinished frame.
    private mutating func cutOff(at now: Moment, _ emit: (PortEvent) -> Void) {
        var outcomes = Outcomes()
        pipeline.gap { outcomes.take($0, $1) }
        settle(outcomes, at: now, emit)
    }

    private mutating func accept(
        _ accepted: Outcomes.Accepted, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        let frame = accepted.frame
        settings.trace?(
            "accepted \(frame.length) bytes: \(frame.authentication.rawValue), CRC \(accepted.crc), "
                + "frame \(frame.header.map { "\($0.counter.value)" } ?? "in clear"), \(accepted.readings.count) readings"
        )
        pace.counted()
        if frame.authentication == .verified, let title = frame.header?.title,
            let owner = claims.claim(title, for: settings.id, at: now.uptime)
        {
            status.meter?.counters.duplicates += 1
            health.duplicate(from: title, at: now.uptime)
            noteError("duplicate_meter", "This meter is already read as '\(owner)'.", now)
            return
        }
        status.meter?.counters.telegrams += 1
        if accepted.crc == "wrong" {
            status.meter?.counters.crcErrors += 1
            status.meter?.counters.crcOutweighed += 1
        }
        let proved = frame.authentication == .verified ? frame.header : nil
        health.accepted(proved?.counter, from: proved?.title, at: now.uptime)
        account(frame, at: now, emit)
        status.meter?.lastTelegram = now.wall
        status.meter?.intervalMilliseconds = health.interval.nanoseconds / 1_000_000
        status.meter?.systemTitle = frame.header?.title
        status.meter?.identity = accepted.identity
        status.meter?.authentication = frame.authentication.rawValue
        let isSuspect = looksSuspect(accepted.readings)
        status.meter?.clockDriftSeconds = accepted.time.map { $0.seconds - now.wall.seconds }
        emit(
            .update(
                MeterUpdate(
                    meter: settings.id, received: now.wall, time: accepted.time, frame: frame,
                    crc: accepted.crc, identity: accepted.identity,
                    interruption: witness.accepted(), isSuspect: isSuspect,
                    readings: accepted.readings,
                    text: accepted.text)))
    }

    private mutating func looksSuspect(_ readings: [Reading]) -> Bool {
        var isSuspect = false
        for reading in readings
        where reading.name == "energy_import_kwh" || reading.name == "energy_export_kwh" {
            guard case .number(let value) = reading.value else { continue }
            if registers[reading.name, default: RegisterWatch()].isSuspect(value) {
                isSuspect = true
            }
        }
        if isSuspect { status.meter?.counters.suspect += 1 }
        return isSuspect
    }

    private mutating func account(
        _ frame: AcceptedFrame, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        guard frame.authentication == .verified, let header = frame.header,
            let key = frame.keyFingerprint
        else {
            // Clear and unverified telegrams have no counter that proves anything: they are only
            // counted.
            status.meter?.stored += 1
            status.meter?.missed = nil
            status.meter?.missedWhileOff = nil
            status.meter?.frameCounter = frame.header?.counter.value
            return
        }
        let previous = accounting.last
        let epoch = ReplayFloor.Epoch(title: header.title, keyFingerprint: key)
        provedEpoch = epoch
        let change = accounting.count(header.counter, epoch)
        if change == .first { registers = [:] }
        status.meter?.stored = accounting.stored
        status.meter?.missed = accounting.missed
        status.meter?.missedWhileOff = 0
        status.meter?.frameCounter = header.counter.value
        guard case .gap(let missed) = change else { return }
        let facts = [
            Reading(name: "missed", value: .number(FixedPoint(Int64(missed)))),
            Reading(
                name: "from_counter", value: .number(FixedPoint(Int64(previous?.value ?? 0) + 1))),
            Reading(
                name: "to_counter", value: .number(FixedPoint(Int64(header.counter.value) - 1))),
        ]
        emit(.event(MeterEvent(meter: settings.id, kind: .gapClosed, time: now.wall, facts: facts)))
    }

    private mutating func refuse(
        _ discarded: Discarded, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        settings.trace?(
            "discarded \(discarded.length) bytes at \(discarded.offset): \(discarded.reason.rawValue)"
                + (discarded.header.map { ", frame \($0.counter.value) of \($0.title.lastFour)" }
                    ?? ""))
        status.meter?.counters.count(discarded)
        pace.counted()
        health.refused(discarded.reason, from: discarded.header?.title)
        witness.refused(discarded.reason)
        guard discarded.reason != .noise else { return }
        let text =
            discarded.detail ?? "\(discarded.length) bytes discarded: \(discarded.reason.rawValue)"
        noteError(discarded.reason.rawValue, text, now)
        guard discarded.reason == .replay, let header = discarded.header else { return }
        if let key = settings.key?.fingerprint {
            provedEpoch = .init(title: header.title, keyFingerprint: key)
        }
        // Whoever replays frames on the cable must not be able to fill the queue of events.
        guard now.uptime >= nextReplayEvent else { return }
        nextReplayEvent = now.after(.seconds(10))
        let facts = [
            Reading(
                name: "frame_counter", value: .number(FixedPoint(Int64(header.counter.value)))),
            Reading(
                name: "replays",
                value: .number(FixedPoint(Int64(status.meter?.counters.replays ?? 0)))),
        ]
        emit(.event(MeterEvent(meter: settings.id, kind: .replay, time: now.wall, facts: facts)))
    }

    private mutating func noteError(_ code: String, _ text: String, _ now: Moment) {
        status.lastError = ChannelStatus.LastError(code: code, text: text, at: now.wall)
    }
}

// The condition and when it is told.
extension MeterContent {
    private mutating func judge(at now: Moment, _ emit: (PortEvent) -> Void) {
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
        emit(.status(told))
    }
}

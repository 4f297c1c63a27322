// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import Readings

/// What a meter's bytes become: telegrams, an account of them, and a condition.
public struct MeterContent: PortContent {
    // What follows is for this type's own files.
    let settings: MeterSettings
    let claims: TitleClaims
    var pipeline: TelegramPipeline
    var health: MeterHealth
    var accounting = FrameAccounting()
    var witness = GapWitness()
    var registers: [String: RegisterWatch] = [:]
    var pace = StatusPace()
    var status: ChannelStatus
    var nextReplayEvent: Int64 = 0
    /// The epoch of the latest genuine frame, accepted or refused as a replay.
    var provedEpoch: ReplayFloor.Epoch?
    /// Clear and unverified telegrams accepted.
    var unproved: UInt64 = 0
    /// Whether a telegram was accepted since the status was told.
    var isFresh = false
    var judgeAt: Int64?

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

    /// Nothing else drops it.
    public var holdsRequest: Bool { true }

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

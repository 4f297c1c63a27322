// SPDX-License-Identifier: Apache-2.0
import Readings
import Sensors

/// What a sensor's bytes become: samples, raw lines, and a condition.
public struct SensorContent: PortContent {
    // What is not private is for this type's own files.
    let patience: Int64
    private let settings: SensorSettings
    private var accumulator: SensorAccumulator
    private var lines = LineSplitter()
    private var window = SampleWindow()
    private var poll: PollCycle?
    /// The first valid line since the sensor was asked, while the wait for it is not over.
    private var early: [SensorValue]?
    private var publishAt: Int64?
    var pace = StatusPace()
    var status: ChannelStatus
    var openSince: Int64?
    var lastBytes: Int64?
    var lastSample: Int64?
    var judgeAt: Int64?

    /// Prepares a sensor.
    public init(_ settings: SensorSettings, now: Moment) {
        self.settings = settings
        accumulator = SensorAccumulator(settings.format)
        var interval: Int64 = 0
        switch settings.timing {
        case .eachLine: break
        case .every(let every): interval = every.nanoseconds
        case .poll(let every):
            interval = every.nanoseconds
            poll = PollCycle(every: every, startingAt: now.uptime)
        }
        patience = max(3 * interval, Duration.seconds(35).nanoseconds)
        status = ChannelStatus(
            id: settings.id, port: settings.port,
            condition: LinkStatus().condition ?? .sensorStarting, since: now.wall)
        status.sensor = ChannelStatus.Sensor()
    }

    /// Only while the sensor is being asked.
    public var wantsRequest: Bool { poll?.isAsserted ?? true }

    /// Unless it is polled: then each turn raises it anew.
    public var holdsRequest: Bool { poll == nil }

    /// Asking raises and lowers the line each time.
    public static var tellsRequestChanges: Bool { false }

    /// Whether a line is unfinished.
    public var awaitsSilence: Bool { accumulator.isPending || lines.isPending }

    /// Lines do not announce their length.
    public var missingBytes: Int? { nil }

    /// As `poll` or `every` tells.
    public var longestSilence: Int64? { patience }

    /// The next step of asking, the next publication, judgement or status.
    public var deadline: Int64? {
        let asking = openSince == nil ? nil : poll?.deadline
        return [asking, publishAt, judgeAt, pace.deadline].compactMap { $0 }.min()
    }

    /// Reads bytes.
    public mutating func received(_ bytes: Span<UInt8>, at now: Moment, _ emit: (PortEvent) -> Void)
    {
        lastBytes = now.uptime
        let chunk = Array(unsafeCopy: bytes)
        for line in lines.append(chunk) { emit(.raw(settings.id, line)) }
        _ = accumulator.append(chunk)
        takeValues(at: now, emit)
    }

    /// Ends an unfinished line.
    public mutating func fellSilent(at now: Moment, _ emit: (PortEvent) -> Void) {
        if let rest = lines.flush() { emit(.raw(settings.id, rest)) }
        _ = accumulator.flush()
        takeValues(at: now, emit)
    }

    /// Takes over the link's state.
    public mutating func linkChanged(
        _ link: LinkStatus, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        let before = status.link
        let wasOpen = before.port == .open
        status.link = link
        if link.port == .open, !wasOpen {
            openSince = now.uptime
            lastBytes = nil
            if case .poll(let every) = settings.timing {
                poll = PollCycle(every: every, startingAt: now.uptime)
            }
        }
        if link.port != .open, wasOpen {
            openSince = nil
            fellSilent(at: now, emit)
        }
        if let error = ChannelStatus.LastError(link, after: before, at: now.wall) {
            status.lastError = error
        }
        if link.isNews(after: before) { pace.changed() } else { pace.counted() }
        judge(at: now, emit)
    }

    /// A sensor holds nothing against others.
    public func ended() {}

    /// Goes on asking, publishes a median, judges again.
    public mutating func deadlinePassed(at now: Moment, _ emit: (PortEvent) -> Void) {
        if openSince != nil {
            askOn(at: now, emit)
        }
        if case .every(let every) = settings.timing, let due = publishAt, now.uptime >= due {
            let medians = window.takeMedians()
            publishAt = medians.isEmpty ? nil : now.after(every)
            if !medians.isEmpty { publish(medians, at: now, emit) }
        }
        judge(at: now, emit)
    }

    /// Takes the next step of asking.
    private mutating func askOn(at now: Moment, _ emit: (PortEvent) -> Void) {
        guard let before = poll, now.uptime >= before.deadline else { return }
        // A pattern may leave open whether a line that ends with CR alone goes on.
        if before.isListening {
            _ = accumulator.flush()
            takeValues(at: now, emit)
        }
        poll?.advance(at: now.uptime)
        // What came before the sensor was asked is no answer.
        if !before.isAsserted, poll?.isAsserted ?? false {
            _ = accumulator.flush()
            _ = accumulator.takeValues()
            early = nil
        }
        if let early, poll?.isListening ?? false {
            self.early = nil
            count(at: now)
            poll?.answered(at: now.uptime)
            publish(early, at: now, emit)
        }
    }

    private mutating func takeValues(at now: Moment, _ emit: (PortEvent) -> Void) {
        for values in accumulator.takeValues() {
            if let poll, !poll.isListening {
                // An answer that is quicker than the wait counts when it is over.
                if poll.isAsserted, early == nil { early = values }
                continue
            }
            count(at: now)
            switch settings.timing {
            case .eachLine: publish(values, at: now, emit)
            case .every(let every):
                window.insert(values)
                if publishAt == nil { publishAt = now.after(every) }
            case .poll:
                poll?.answered(at: now.uptime)
                publish(values, at: now, emit)
            }
        }
        if status.sensor?.badLines != UInt64(accumulator.badLines) {
            status.sensor?.badLines = UInt64(accumulator.badLines)
            pace.counted()
        }
        judge(at: now, emit)
    }

    private mutating func count(at now: Moment) {
        status.sensor?.samples += 1
        status.sensor?.lastSample = now.wall
        lastSample = now.uptime
        pace.counted()
    }

    private mutating func publish(
        _ values: [SensorValue], at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        let result = SensorReadings(values, definitions: settings.values)
        status.sensor?.outOfRange += UInt64(result.outOfRange)
        emit(
            .sample(
                SensorUpdate(sensor: settings.id, received: now.wall, readings: result.readings)))
    }
}

extension [UInt8] {
    /// The bytes of a span as an array of their own.
    fileprivate init(unsafeCopy bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

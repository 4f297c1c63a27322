// SPDX-License-Identifier: Apache-2.0
import MeterChannel
import Readings

/// A content with a clock that only the test moves, treated as a channel treats it.
struct ContentBench<Content: PortContent> {
    private(set) var content: Content
    private(set) var events: [PortEvent] = []
    private(set) var link = LinkStatus()
    private var time = Duration.zero
    private var heard = Duration.zero
    private let gap = Duration.milliseconds(250)
    /// By how many seconds the calendar's clock is ahead of where it would be.
    var wallStep: Int64 = 0

    init(_ content: consuming Content) { self.content = content }

    /// Now.
    var now: Moment {
        var now = Moment.at(time)
        now.wall = UTCTime(milliseconds: now.wall.milliseconds + wallStep * 1_000)
        return now
    }

    /// Opens the port, or changes what else the link says.
    mutating func link(_ change: (inout LinkStatus) -> Void = { $0.port = .open }) {
        change(&link)
        note { [link] content, now, emit in content.linkChanged(link, at: now, emit) }
    }

    /// Hears bytes now.
    mutating func hear(_ bytes: [UInt8]) {
        heard = time
        note { content, now, emit in content.received(bytes.span, at: now, emit) }
    }

    /// Changes what an order changes.
    mutating func order(_ change: (inout Content) -> Void) { change(&content) }

    /// Lets time pass, with everything that falls due on the way.
    mutating func pass(_ wait: Duration) {
        let end = time + wait
        while true {
            let silence = content.awaitsSilence ? (heard + gap).uptime : .max
            let due = min(content.deadline ?? .max, silence)
            guard due <= end.uptime else { break }
            time = max(time, .nanoseconds(due - Duration.zero.uptime))
            if due == silence { note { content, now, emit in content.fellSilent(at: now, emit) } }
            guard let deadline = content.deadline, deadline <= now.uptime else { continue }
            note { content, now, emit in content.deadlinePassed(at: now, emit) }
        }
        time = end
    }

    private mutating func note(_ body: (inout Content, Moment, (PortEvent) -> Void) -> Void) {
        var fresh: [PortEvent] = []
        body(&content, now) { fresh.append($0) }
        events += fresh
    }
}

// What came out.
extension ContentBench {
    /// All statuses told.
    var statuses: [ChannelStatus] {
        events.compactMap { if case .status(let status) = $0 { status } else { nil } }
    }

    /// The codes told, repetitions left out.
    var codes: [HealthCode] {
        statuses.map(\.condition.code).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }

    /// All telegrams.
    var updates: [MeterUpdate] {
        events.compactMap { if case .update(let update) = $0 { update } else { nil } }
    }

    /// All samples.
    var samples: [SensorUpdate] {
        events.compactMap { if case .sample(let update) = $0 { update } else { nil } }
    }

    /// A sensor's raw bytes, message by message.
    var raw: [[UInt8]] {
        events.compactMap { if case .raw(_, let bytes) = $0 { bytes } else { nil } }
    }

    /// What happened once.
    var happenings: [MeterEvent] {
        events.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }
}

extension Reading {
    /// The value as it is printed.
    var text: String {
        switch value {
        case .number(let number): number.description
        case .text(let text): text
        case .time(let time): time.description
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import MeterChannel

/// What is done about an open port that says nothing.
@Suite struct SilentPortTests {
    private static let busy = PortFault(port: .busy, code: .portBusy, hint: "taken")
    private static let lost = PortFault(port: .lost, code: .portLost, hint: "gone")
    private var link = LinkStateMachine()

    private mutating func openPort() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        _ = link.handle(.opened, at: Duration.zero.uptime)
    }

    @Test
    mutating func `W30 S13 a silent port is helped at 60 s, 62 s and 180 s, then each 10 minutes`()
    {
        openPort()
        #expect(link.deadline == Duration.seconds(60).uptime)
        #expect(link.handle(.deadline, at: Duration.seconds(59).uptime) == [])
        #expect(!link.isRequestHeldBack)
        #expect(link.handle(.deadline, at: Duration.seconds(60).uptime) == [.dropRequest])
        #expect(link.isRequestHeldBack)
        #expect(link.deadline == Duration.seconds(62).uptime, "at least 2 s a level")
        #expect(link.handle(.deadline, at: Duration.milliseconds(61_999).uptime) == [])
        #expect(link.isRequestHeldBack, "not before its time")
        #expect(link.handle(.deadline, at: Duration.seconds(62).uptime) == [.raiseRequest])
        #expect(!link.isRequestHeldBack)
        #expect(link.deadline == Duration.seconds(180).uptime)
        #expect(link.handle(.deadline, at: Duration.seconds(180).uptime) == [.close, .open])
        #expect(link.handle(.opened, at: Duration.seconds(180).uptime) == [.raiseRequest, .report])
        #expect(link.status.reconnects == 1)
        for turn in 1...3 {
            let due = Duration.seconds(180 + 600 * turn).uptime
            #expect(link.deadline == due)
            #expect(link.handle(.deadline, at: due) == [.close, .open])
            _ = link.handle(.opened, at: due)
        }
    }

    @Test mutating func `W30 bytes that come while the request is held back raise it at once`() {
        openPort()
        _ = link.handle(.deadline, at: Duration.seconds(60).uptime)
        #expect(link.handle(.heard, at: Duration.seconds(61).uptime) == [.raiseRequest])
        #expect(!link.isRequestHeldBack)
        #expect(link.handle(.heard, at: Duration.seconds(61).uptime) == [], "once")
    }

    @Test
    mutating func `W30 S2 a port lost while its request is held back raises it when it is back`() {
        openPort()
        _ = link.handle(.deadline, at: Duration.seconds(60).uptime)
        _ = link.handle(.lost(Self.lost), at: Duration.seconds(61).uptime)
        #expect(!link.isRequestHeldBack, "it is low because the port is closed")
        _ = link.handle(.deadline, at: Duration.seconds(62).uptime)
        #expect(link.handle(.opened, at: Duration.seconds(62).uptime) == [.raiseRequest, .report])
        #expect(!link.isRequestHeldBack)
    }

    /// Lets time pass; when somebody was asked to pull the plug.
    private mutating func askedForReplug(until end: Duration) -> [Int64] {
        var asked: [Int64] = []
        while let due = link.deadline, due <= end.uptime {
            let actions = link.handle(.deadline, at: due)
            if actions.contains(.askForReplug) {
                #expect(actions.prefix(2) == [.askForReplug, .report])
                asked.append(due)
            }
            if actions.contains(.open) { _ = link.handle(.opened, at: due) }
        }
        return asked
    }

    @Test mutating func `S13 after an hour of silence somebody is asked for the plug, once`() {
        openPort()
        #expect(askedForReplug(until: .seconds(86_400)) == [Duration.seconds(3_600).uptime])
        #expect(link.status.needsReplug)
        #expect(link.status.reconnects >= 100, "the port is opened anew all the same")
        let heard = Duration.seconds(90_000).uptime
        #expect(link.handle(.heard, at: heard) == [.report])
        #expect(!link.status.needsReplug)
        #expect(link.handle(.heard, at: heard) == [])
        #expect(
            askedForReplug(until: .seconds(180_000)) == [Duration.seconds(93_600).uptime],
            "a new silence, an hour after the last bytes")
    }

    @Test mutating func `S13 nobody is asked for the plug of a port that speaks now and then`() {
        openPort()
        for minute in 1...200 {
            #expect(askedForReplug(until: .seconds(minute * 60 * 50)) == [])
            _ = link.handle(.heard, at: Duration.seconds(minute * 60 * 50).uptime)
        }
    }

    @Test mutating func `S13 nobody is asked for the plug of a device that speaks every two hours`()
    {
        let rhythm = Duration.seconds(7_200)
        link.longestSilence = 3 * rhythm.nanoseconds
        openPort()
        for turn in 1...12 {
            #expect(askedForReplug(until: rhythm * turn) == [])
            #expect(!link.status.needsReplug)
            #expect(link.handle(.heard, at: (rhythm * turn).uptime) == [])
        }
        #expect(
            askedForReplug(until: .seconds(200_000)) == [(rhythm * 15).uptime],
            "three turns without a word are a silence")
        #expect(link.status.needsReplug)
    }

    @Test(arguments: [nil, Duration.seconds(105)])
    mutating func `S13 a device that speaks often is given its hour all the same`(
        silence: Duration?
    ) {
        link.longestSilence = silence?.nanoseconds
        openPort()
        #expect(askedForReplug(until: .seconds(86_400)) == [Duration.seconds(3_600).uptime])
    }

    @Test mutating func `S13 the plug that was pulled is not asked for again before bytes came`() {
        openPort()
        #expect(askedForReplug(until: .seconds(4_000)).count == 1)
        _ = link.handle(.lost(Self.lost), at: Duration.seconds(4_000).uptime)
        #expect(!link.status.needsReplug)
        _ = link.handle(.deadline, at: link.deadline ?? 0)
        _ = link.handle(.opened, at: Duration.seconds(4_010).uptime)
        #expect(askedForReplug(until: .seconds(20_000)) == [])
        _ = link.handle(.heard, at: Duration.seconds(20_000).uptime)
        #expect(
            askedForReplug(until: .seconds(30_000)) == [Duration.seconds(23_600).uptime])
    }

    @Test
    mutating func
        `S13 the hint comes back an hour after a reopening that failed, without an event`()
    {
        openPort()
        #expect(askedForReplug(until: .seconds(4_000)).count == 1)
        #expect(link.status.needsReplug)
        // The next reopening of its own fails, and the one after it does not.
        let failed = link.deadline ?? 0
        #expect(link.handle(.deadline, at: failed) == [.close, .open])
        _ = link.handle(.failed(Self.busy), at: failed)
        #expect(!link.status.needsReplug)
        let opened = link.deadline ?? 0
        #expect(link.handle(.deadline, at: opened) == [.open])
        _ = link.handle(.opened, at: opened)
        let hour = opened + Duration.seconds(3_600).nanoseconds
        while let due = link.deadline, due < hour {
            if link.handle(.deadline, at: due).contains(.open) { _ = link.handle(.opened, at: due) }
        }
        #expect(!link.status.needsReplug)
        #expect(link.deadline == hour)
        let actions = link.handle(.deadline, at: hour)
        #expect(actions.first == .report)
        #expect(!actions.contains(.askForReplug))
        #expect(link.status.needsReplug)
        if actions.contains(.open) { _ = link.handle(.opened, at: hour) }
        #expect(askedForReplug(until: .seconds(90_000)) == [])
    }

    @Test mutating func `S13 a port that was lost meanwhile has an hour of its own`() {
        openPort()
        #expect(askedForReplug(until: .seconds(3_000)) == [])
        _ = link.handle(.lost(Self.lost), at: Duration.seconds(3_000).uptime)
        _ = link.handle(.deadline, at: link.deadline ?? 0)
        _ = link.handle(.opened, at: Duration.seconds(3_010).uptime)
        #expect(askedForReplug(until: .seconds(20_000)) == [Duration.seconds(6_610).uptime])
    }

    @Test mutating func `G12 the line of a silent meter is switched at most ten times an hour`() {
        openPort()
        var switches = 0
        while let due = link.deadline, due <= Duration.seconds(3_600).uptime {
            let actions = link.handle(.deadline, at: due)
            if actions.contains(.open) { _ = link.handle(.opened, at: due) }
            // A port that is closed lets its line go.
            switches += actions.contains(.dropRequest) || actions.contains(.close) ? 1 : 0
        }
        #expect(switches == 7)
    }

    @Test(arguments: [30, 61, 100, 200])
    mutating func `W30 bytes begin the minute anew`(second: Int) {
        openPort()
        while let due = link.deadline, due <= Duration.seconds(second).uptime {
            if link.handle(.deadline, at: due).contains(.open) { _ = link.handle(.opened, at: due) }
        }
        _ = link.handle(.heard, at: Duration.seconds(second).uptime)
        #expect(link.deadline == Duration.seconds(second + 60).uptime)
        #expect(link.handle(.deadline, at: Duration.seconds(second + 60).uptime) == [.dropRequest])
    }
}

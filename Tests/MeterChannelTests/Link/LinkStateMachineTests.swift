// SPDX-License-Identifier: Apache-2.0
import Serial
import Testing

@testable import MeterChannel

/// What happens to a port goes in, what to do about it comes out.
@Suite struct LinkStateMachineTests {
    static let missing = PortFault(port: .missing, code: .portMissing, hint: "not there")
    static let busy = PortFault(port: .busy, code: .portBusy, hint: "taken")
    static let lost = PortFault(port: .lost, code: .portLost, hint: "gone")
    private var link = LinkStateMachine()

    private mutating func openPort(at time: Duration = .zero) {
        _ = link.handle(.start, at: time.uptime)
        _ = link.handle(.opened, at: time.uptime)
    }

    @Test mutating func `a port is opened at the start, and its request raised once it is open`() {
        #expect(link.handle(.start, at: Duration.zero.uptime) == [.open])
        #expect(link.state == .opening(since: Duration.zero.uptime))
        #expect(link.status.condition?.code == .starting)
        #expect(link.handle(.opened, at: Duration.zero.uptime) == [.raiseRequest, .report])
        #expect(link.state == .open)
        #expect(link.status.port == .open)
        #expect(link.status.condition == nil)
        #expect(link.status.reconnects == 0, "the first opening is no reconnect")
    }

    @Test mutating func `S1 a missing port is told once and tried again after 1, 2, 4 … 30 s`() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        #expect(link.handle(.failed(Self.missing), at: Duration.zero.uptime) == [.report])
        #expect(link.status.condition?.code == .portMissing)
        var now = Duration.zero.uptime
        for full: Int64 in [1, 2, 4, 8, 16, 30, 30] {
            let due = link.deadline ?? 0
            let wait = due - now
            #expect(
                wait <= full * 1_000_000_000 && wait >= full * 800_000_000,
                "\(full) s less a fifth at most")
            #expect(link.handle(.deadline, at: due - 1) == [], "not before its time")
            #expect(link.handle(.deadline, at: due) == [.open])
            #expect(link.handle(.failed(Self.missing), at: due) == [], "nothing new to tell")
            now = due
        }
    }

    @Test mutating func `S1 S3 a change in the directory opens the port at once`() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        _ = link.handle(.failed(Self.missing), at: Duration.zero.uptime)
        #expect(link.handle(.appeared, at: Duration.milliseconds(10).uptime) == [.open])
        #expect(
            link.handle(.opened, at: Duration.milliseconds(20).uptime) == [.raiseRequest, .report])
    }

    @Test mutating func `S3 what appears while the port is being tried is tried within 100 ms`() {
        // The adapter's node comes first and its by-id link a moment later, while the open already fails.
        _ = link.handle(.start, at: Duration.zero.uptime)
        for failures in 1...5 {
            _ = link.handle(.failed(Self.missing), at: Duration.seconds(60 * failures).uptime)
            _ = link.handle(.deadline, at: link.deadline ?? 0)
        }
        let tried = Duration.seconds(600).uptime
        #expect(link.handle(.appeared, at: tried) == [], "one attempt at a time")
        _ = link.handle(.failed(Self.missing), at: tried)
        #expect((link.deadline ?? .max) - tried <= 100_000_000)
        #expect(link.handle(.deadline, at: link.deadline ?? 0) == [.open])
        _ = link.handle(.failed(Self.missing), at: tried)
        #expect((link.deadline ?? 0) - tried >= 800_000_000, "once, not for ever")
    }

    @Test mutating func `S2 a lost port is closed, told, and looked for within a second`() {
        openPort()
        let now = Duration.seconds(5).uptime
        #expect(link.handle(.lost(Self.lost), at: now) == [.close, .report])
        #expect(link.status.port == .lost)
        #expect(link.status.condition?.code == .portLost)
        #expect(link.deadline == now + 1_000_000_000)
        #expect(link.handle(.deadline, at: now + 1_000_000_000) == [.open])
        _ = link.handle(.failed(Self.missing), at: now + 1_000_000_000)
        #expect(link.status.condition?.code == .portLost, "what was there is lost, not missing")
        #expect(link.handle(.appeared, at: now + 2_000_000_000) == [.open])
        #expect(link.handle(.opened, at: now + 2_000_000_000) == [.raiseRequest, .report])
        #expect(link.status.reconnects == 1)
        #expect(link.status.portFault == nil)
    }

    @Test mutating func `S3 what came back before its loss was noticed is opened within 100 ms`() {
        openPort()
        let now = Duration.seconds(5).uptime
        #expect(link.handle(.appeared, at: now) == [])
        #expect(link.handle(.lost(Self.lost), at: now) == [.close, .report])
        #expect(link.deadline == now + 100_000_000)
        #expect(link.handle(.deadline, at: now + 100_000_000) == [.open])
    }

    @Test mutating func `another reason for a closed port is told`() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        #expect(link.handle(.failed(Self.missing), at: Duration.zero.uptime) == [.report])
        _ = link.handle(.appeared, at: Duration.seconds(1).uptime)
        #expect(link.handle(.failed(Self.busy), at: Duration.seconds(1).uptime) == [.report])
        #expect(link.status.condition?.code == .portBusy)
        #expect(link.status.port == .busy)
    }

    @Test mutating func `S16 an open that does not come back is stuck after 5 s, until it does`() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        #expect(link.deadline == Duration.seconds(5).uptime)
        #expect(link.handle(.deadline, at: Duration.seconds(4).uptime) == [])
        #expect(link.handle(.deadline, at: Duration.seconds(5).uptime) == [.report])
        #expect(link.status.condition?.code == .portStuck)
        #expect(link.deadline == nil, "a second attempt would hang too")
        #expect(link.handle(.opened, at: Duration.seconds(90).uptime) == [.raiseRequest, .report])
        #expect(link.status.condition == nil)
    }

    @Test mutating func `S16 an open that fails late is no longer stuck`() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        _ = link.handle(.deadline, at: Duration.seconds(5).uptime)
        #expect(link.handle(.failed(Self.missing), at: Duration.seconds(30).uptime) == [.report])
        #expect(link.status.condition?.code == .portMissing)
    }

    @Test func `S18 an opening that ends by itself is never stuck`() {
        var timing = LinkStateMachine.Timing()
        timing.stuck = nil
        var link = LinkStateMachine(timing: timing)
        _ = link.handle(.start, at: Duration.zero.uptime)
        #expect(link.deadline == nil)
        #expect(link.handle(.deadline, at: Duration.seconds(9).uptime) == [])
        #expect(link.status.condition?.code == .starting)
    }

    @Test mutating func `after the stop nothing is done any more`() {
        openPort()
        #expect(link.handle(.stop, at: Duration.seconds(1).uptime) == [.close])
        for event in [
            LinkStateMachine.Event.appeared, .deadline, .heard, .opened, .lost(Self.lost), .start,
        ] {
            #expect(link.handle(event, at: Duration.seconds(700).uptime) == [])
        }
        #expect(link.deadline == nil)
    }

    @Test mutating func `late news of an earlier attempt change nothing`() {
        _ = link.handle(.start, at: Duration.zero.uptime)
        _ = link.handle(.failed(Self.missing), at: Duration.zero.uptime)
        #expect(link.handle(.opened, at: Duration.zero.uptime) == [])
        #expect(link.handle(.lost(Self.lost), at: Duration.zero.uptime) == [])
        #expect(link.status.condition?.code == .portMissing)
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import Testing

@testable import MeterChannel

/// What a meter's port went through, and the one condition that follows.
@Suite struct MeterHealthTests {
    private var health = MeterHealth(interval: IntervalEstimate(configured: nil))
    private let link = open()

    static func open(_ change: (inout LinkStatus) -> Void = { _ in }) -> LinkStatus {
        var link = LinkStatus()
        link.port = .open
        change(&link)
        return link
    }

    static func fault(_ port: LinkStatus.Port, _ code: HealthCode) -> LinkStatus {
        var link = LinkStatus()
        link.port = port
        link.portFault = PortFault(port: port, code: code, hint: "what to do")
        return link
    }

    static func line(_ request: LinkStatus.Request, _ code: HealthCode) -> LinkStatus {
        open {
            $0.request = request
            $0.requestFault =
                LinkStatus.RequestError(request: request, code: code, hint: "what to do").fault
        }
    }

    private mutating func start() { health.portOpened(at: Duration.zero.uptime) }
    private mutating func accept(_ counter: UInt32 = 1, at time: Duration = .zero) {
        health.heardBytes(at: time.uptime)
        health.accepted(FrameCounter(counter), at: time.uptime)
    }
    private mutating func refuse(
        _ reason: DiscardReason, times: Int = 1, from title: SystemTitle = SystemTitle(7)
    ) {
        for _ in 0..<times { health.refused(reason, from: title) }
    }
    private func code(at time: Duration = .zero) -> HealthCode {
        health.condition(link, at: time.uptime).code
    }
    private func state(at time: Duration = .zero) -> HealthState {
        health.condition(link, at: time.uptime).state
    }

    @Test mutating func `a meter starts, and is ok with its first telegram`() {
        start()
        #expect(code() == .starting)
        #expect(state() == .offline)
        accept()
        #expect(code() == .ok)
        #expect(state() == .online)
        #expect(health.condition(link, at: Duration.zero.uptime).hint == "")
    }

    @Test(arguments: [
        (fault(.missing, .portMissing), "S1"), (fault(.lost, .portLost), "S2"),
        (fault(.denied, .portDenied), "S5"),
        (fault(.busy, .portBusy), "S6"),
    ])
    func `S1 S2 S5 S6 a port that is not open is offline, with its reason`(
        link: LinkStatus, _: String
    ) {
        var health = health
        health.accepted(nil, at: Duration.zero.uptime)
        let condition = health.condition(link, at: Duration.zero.uptime)
        #expect(condition.state == .offline)
        #expect(condition.code == link.portFault?.code)
        #expect(condition.hint == "what to do")
    }

    @Test func `S16 a port that hangs in open is stuck, whatever it was before`() {
        var link = Self.fault(.missing, .portMissing)
        link.isStuck = true
        #expect(health.condition(link, at: Duration.zero.uptime).code == .portStuck)
        #expect(health.condition(link, at: Duration.zero.uptime).state == .offline)
    }

    @Test(arguments: [
        (LinkStatus.Request.missing, HealthCode.gpioMissing), (.busy, .gpioBusy),
        (.denied, .gpioDenied),
        (.missing, .gpioUnsupported),
    ])
    mutating func `G1 G2 G3 G5 a line that cannot be driven degrades a meter that speaks`(
        request: LinkStatus.Request, code: HealthCode
    ) {
        start()
        accept()
        let condition = health.condition(Self.line(request, code), at: Duration.zero.uptime)
        #expect(condition == Condition(.degraded, code, hint: "what to do"))
    }

    @Test(arguments: [DiscardReason.wrongKey, .noKey])
    mutating func `W10 the wrong key is told after exactly three frames`(reason: DiscardReason) {
        start()
        refuse(reason, times: 2)
        #expect(code() == .starting)
        refuse(reason)
        #expect(code() == .authFailed)
        #expect(state() == .offline)
        accept()
        #expect(code() == .ok)
    }

    @Test mutating func `W10 a telegram between them begins the three anew`() {
        start()
        for _ in 0..<10 {
            refuse(.wrongKey, times: 2)
            accept()
        }
        refuse(.wrongKey, times: 2)
        #expect(code() == .ok)
    }

    @Test mutating func `W2 damaged frames never count towards a wrong key`() {
        start()
        refuse(.wrongKey, times: 2)
        refuse(.damaged)
        #expect(code() == .starting)
        refuse(.damaged, times: 50)
        #expect(code() == .noValidFrame)
        #expect(state() == .degraded)
        refuse(.wrongKey, times: 2)
        #expect(code() != .authFailed)
    }

    @Test mutating func `W1 noise between wrong frames does not hide the wrong key`() {
        start()
        for _ in 0..<3 {
            refuse(.noise)
            refuse(.truncated)
            refuse(.wrongKey)
        }
        #expect(code() == .authFailed)
    }

    @Test(arguments: [DiscardReason.tagMismatch, .unauthenticated])
    mutating func `W12 three right telegrams under wrong tags degrade the meter`(
        reason: DiscardReason
    ) {
        start()
        refuse(reason, times: 2)
        #expect(code() == .starting)
        refuse(reason)
        #expect(code() == .tagMismatch)
        #expect(state() == .degraded)
    }

    @Test mutating func `W13 clear text beside a key is offline after two telegrams`() {
        start()
        refuse(.plaintextRefused)
        #expect(code() == .starting)
        refuse(.plaintextRefused)
        #expect(code() == .plaintextRefused)
        #expect(state() == .offline)
    }

    @Test mutating func `W15 ten replays in a row are a counter that went back`() {
        start()
        accept()
        refuse(.replay, times: 9)
        #expect(code() == .ok)
        refuse(.replay)
        #expect(code() == .counterRegressed)
        #expect(state() == .degraded)
        refuse(.damaged)
        #expect(code() == .counterRegressed, "one damaged frame among them changes nothing")
        refuse(.damaged, times: 2)
        #expect(code() == .noValidFrame)
    }

    @Test mutating func `W17 the last counter there is ends the meter`() {
        start()
        accept(.max - 1)
        #expect(code() == .ok)
        accept(.max)
        #expect(code() == .counterExhausted)
        #expect(state() == .offline)
        accept(0)
        #expect(code() == .ok, "a new key begins at 0")
    }

    @Test mutating func `W19 a meter on two ports is degraded on the second`() {
        start()
        health.duplicate(at: Duration.zero.uptime)
        #expect(code() == .duplicateMeter)
        #expect(state() == .degraded)
        #expect(
            health.isUnavailable(
                health.condition(link, at: Duration.zero.uptime), at: Duration.zero.uptime),
            "nothing of it was accepted here")
        accept()
        #expect(code() == .ok)
    }

    @Test mutating func `genuine frames that hold no telegram are told`() {
        start()
        refuse(.unsupported, times: 3)
        #expect(code() == .noValidFrame)
        #expect(state() == .offline)
    }

    @Test mutating func `W30 a meter is silent after 35 s, and not before`() {
        start()
        accept(at: .seconds(1))
        #expect(code(at: .milliseconds(35_999)) == .ok)
        #expect(code(at: .seconds(36)) == .silent)
        #expect(state(at: .seconds(36)) == .offline)
    }

    @Test mutating func `G6 a line of the wrong polarity shows as silence, with its wiring named`()
    {
        start()
        let condition = health.condition(Self.open(), at: Duration.seconds(36).uptime)
        #expect(condition.code == .silent)
        #expect(condition.hint.contains("the data-request wiring"))
    }

    @Test mutating func `W30 a meter that never said anything is silent 35 s after the opening`() {
        start()
        #expect(code(at: .seconds(34)) == .starting)
        #expect(code(at: .seconds(35)) == .silent)
    }

    @Test mutating func `W30 a slow meter may be silent for three of its intervals`() {
        health.interval = IntervalEstimate(configured: .seconds(300))
        start()
        accept()
        for second in [59, 61, 300, 899] {
            #expect(code(at: .seconds(second)) == .ok, "after \(second) s")
        }
        #expect(code(at: .seconds(900)) == .silent)
    }

    @Test mutating func `S8 S15 bytes without a frame are told after 60 s`() {
        start()
        for second in 0..<60 {
            health.heardBytes(at: Duration.seconds(second).uptime)
            #expect(code(at: .seconds(second)) == .starting)
        }
        health.heardBytes(at: Duration.seconds(60).uptime)
        #expect(code(at: .seconds(60)) == .noValidFrame)
        #expect(state(at: .seconds(60)) == .degraded)
    }

    @Test mutating func `what is wrong with the port outranks what is wrong with the frames`() {
        start()
        refuse(.wrongKey, times: 3)
        #expect(
            health.condition(Self.fault(.lost, .portLost), at: Duration.zero.uptime).code
                == .portLost)
        #expect(
            health.condition(Self.line(.busy, .gpioBusy), at: Duration.zero.uptime).code
                == .authFailed)
        #expect(code(at: .seconds(34)) == .authFailed)
        #expect(code(at: .seconds(35)) == .silent, "what it said before is no reason any more")
    }

    @Test(arguments: [DiscardReason.wrongKey, .noKey, .unauthenticated])
    mutating func `W2 what nobody proves counts when the same stranger says it three times`(
        reason: DiscardReason
    ) {
        start()
        accept()
        for number in 0..<50 { refuse(reason, from: SystemTitle(UInt64(number))) }
        #expect(code() == .ok)
        refuse(reason, times: 2, from: SystemTitle(8))
        refuse(.damaged)
        refuse(reason, times: 2, from: SystemTitle(8))
        #expect(code() == .ok)
        refuse(reason, from: SystemTitle(8))
        #expect(code() == (reason == .unauthenticated ? .tagMismatch : .authFailed))
    }

    @Test mutating func `W10 W2 garbage between them hides no wrong key of the meter itself`() {
        start()
        health.accepted(FrameCounter(1), from: SystemTitle(7), at: Duration.zero.uptime)
        for number in 100..<102 {
            refuse(.wrongKey)
            refuse(.wrongKey, from: SystemTitle(UInt64(number)))
        }
        #expect(code() == .ok)
        refuse(.wrongKey)
        #expect(code() == .authFailed)
    }

    @Test mutating func `W15 W30 a refusal is told while bytes come, and not afterwards`() {
        start()
        accept()
        for second in 1...40 {
            health.heardBytes(at: Duration.seconds(second).uptime)
            refuse(.replay)
        }
        #expect(code(at: .seconds(74)) == .counterRegressed)
        #expect(code(at: .seconds(75)) == .silent)
        #expect(health.deadline(after: Duration.seconds(74).uptime) == Duration.seconds(75).uptime)
    }

    @Test mutating func `S2 W15 nothing that was refused outlives the port`() {
        for reason in [DiscardReason.replay, .wrongKey, .tagMismatch, .damaged] {
            start()
            refuse(reason, times: 10)
            #expect(code() != .starting)
            health.portClosed()
            start()
            #expect(code() == .starting)
            refuse(reason, times: 2)
            #expect(code() == .starting)
        }
    }

    @Test mutating func `silence outranks a line that cannot be driven`() {
        start()
        #expect(
            health.condition(Self.line(.busy, .gpioBusy), at: Duration.seconds(35).uptime).code
                == .silent)
    }

    @Test mutating func `an outage of the port does not count as silence of the meter`() {
        start()
        accept()
        health.portClosed()
        health.portOpened(at: Duration.seconds(500).uptime)
        #expect(code(at: .seconds(501)) == .starting)
        #expect(
            health.isUnavailable(.ok, at: Duration.seconds(501).uptime), "but its values are old")
        #expect(code(at: .seconds(535)) == .silent)
    }

    @Test mutating func `values are available while they are fresh and believed`() {
        start()
        #expect(health.isUnavailable(.starting, at: Duration.zero.uptime))
        accept()
        #expect(!health.isUnavailable(.ok, at: Duration.milliseconds(34_999).uptime))
        #expect(health.isUnavailable(.ok, at: Duration.seconds(35).uptime))
        let degraded = Condition(.degraded, .gpioBusy)
        #expect(!health.isUnavailable(degraded, at: Duration.seconds(1).uptime))
        #expect(
            health.isUnavailable(Condition(.offline, .authFailed), at: Duration.seconds(1).uptime))
        #expect(health.isUnavailable(.disabled, at: Duration.seconds(1).uptime))
    }

    @Test mutating func `each change that time alone brings has its deadline`() {
        start()
        accept(at: .seconds(1))
        health.heardBytes(at: Duration.seconds(20).uptime)
        var seen: [Int64: HealthCode] = [:]
        var now = Duration.seconds(20).uptime
        while let due = health.deadline(after: now) {
            #expect(
                health.condition(link, at: due - 1).code == health.condition(link, at: now).code)
            seen[(due - Duration.zero.uptime) / 1_000_000_000] =
                health.condition(link, at: due).code
            now = due
        }
        #expect(seen[55] == .silent)
        health.heardBytes(at: Duration.seconds(60).uptime)
        let due = health.deadline(after: Duration.seconds(60).uptime)
        #expect(due == Duration.seconds(61).uptime)
        #expect(code(at: .seconds(61)) == .noValidFrame)
    }
}

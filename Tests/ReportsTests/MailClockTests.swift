// SPDX-License-Identifier: Apache-2.0
import Readings
import TestSupport
import Testing

@testable import Reports

/// Mails that no program takes, while somebody sets the clock.
struct MailClockTests {
    private static let now = UTCTime(seconds: 1_795_329_000)
    private static let day = Duration.seconds(86_400)

    private let folder: TestSupport.TemporaryFolder

    init() throws { folder = try TestSupport.TemporaryFolder() }

    /// A process that finds what the one before left.
    private func process() -> MailQueue {
        MailQueue(folder: folder.path, command: ["/usr/bin/false"], sender: "a@b")
    }

    private func wait(_ seconds: Int64) -> UTCTime {
        UTCTime(seconds: MailClockTests.now.seconds + seconds)
    }

    private func add(to queue: MailQueue, at time: UTCTime = MailClockTests.now) throws {
        try queue.add(
            MailMessage(
                from: "a@b", to: ["c@d"], subject: "", identifier: "1", date: time, text: "",
                pictures: [], page: { _ in "" }), key: "1")
    }

    @Test func `a clock that is set back delays no mail, and one set forward hurries none`() throws
    {
        let queue = process()
        try add(to: queue)
        #expect(queue.sendDue(at: wait(0), uptime: .seconds(1_000)) == .seconds(1_060))
        // Five hours back.
        #expect(queue.sendDue(at: wait(-18_000), uptime: .seconds(1_060)) == .seconds(1_180))
        #expect(queue.status.failedAt == wait(-18_000))
        // Ten days forward.
        #expect(queue.sendDue(at: wait(864_000), uptime: .seconds(1_179)) == .seconds(1_180))
        #expect(queue.status.failedAt == wait(-18_000))
        #expect(queue.sendDue(at: wait(864_001), uptime: .seconds(1_180)) == .seconds(1_420))
        #expect(queue.status.pending == 1)
    }

    @Test(arguments: [-172_800, 0, 864_000])
    func `a mail is given up after three days, whatever the clock was set to`(by step: Int64) throws
    {
        let queue = process()
        try add(to: queue)
        queue.sendDue(at: wait(0), uptime: .zero)
        queue.sendDue(at: wait(step + 60), uptime: .seconds(60))
        queue.sendDue(at: wait(step + 259_200), uptime: MailClockTests.day * 3)
        #expect(queue.status.pending == 1)
        let hour = MailClockTests.day * 3 + .seconds(3_600)
        #expect(queue.sendDue(at: wait(step + 262_800), uptime: hour) == nil)
        #expect(queue.status.pending == 0)
        #expect(queue.status.dropped == 1)
    }

    @Test(arguments: [-18_000, 0, 86_400])
    func `the next process counts on the three days, though the clock was set`(by step: Int64)
        throws
    {
        let first = process()
        try add(to: first)
        first.sendDue(at: wait(0), uptime: .seconds(5_000))
        first.sendDue(at: wait(step + 60), uptime: .seconds(5_060))
        // The machine started anew, and its uptime with it.
        let second = process()
        second.sendDue(at: wait(step + 259_200), uptime: .seconds(7))
        #expect(second.status.pending == 1)
        let third = process()
        #expect(third.sendDue(at: wait(step + 259_201), uptime: .seconds(7)) == nil)
        #expect(third.status.dropped == 1)
    }

    @Test func `a clock that is not set yet after a start neither drops a mail nor gives it days`()
        throws
    {
        let first = process()
        try add(to: first)
        first.sendDue(at: wait(0), uptime: .seconds(5_000))
        let unset = process()
        unset.sendDue(at: wait(-100_000_000), uptime: .seconds(7))
        let second = process()
        second.sendDue(at: wait(259_100), uptime: .seconds(60))
        #expect(second.status.pending == 1)
        let third = process()
        #expect(third.sendDue(at: wait(259_201), uptime: .seconds(7)) == nil)
        #expect(third.status.dropped == 1)
    }

    @Test func `a mail that replaces another one has three days of its own`() throws {
        let queue = process()
        try add(to: queue)
        queue.sendDue(at: wait(0), uptime: .zero)
        try add(to: queue, at: wait(172_800))
        queue.sendDue(at: wait(345_600), uptime: MailClockTests.day * 4)
        #expect(queue.status.pending == 1)
    }

    @Test(arguments: [172_800, 864_000])
    func `a clock that is ahead at the first attempt of a process costs a mail nothing`(
        by step: Int64
    ) throws {
        let first = process()
        try add(to: first)
        first.sendDue(at: wait(0), uptime: .seconds(5_000))
        let second = process()
        second.sendDue(at: wait(step + 3_600), uptime: .seconds(7))
        #expect(second.status.pending == 1)
        // The clock is right again; the machine started an hour after the mail was made.
        for hour in 1..<72 as Range<Int64> {
            second.sendDue(at: wait(hour * 3_600 + 60), uptime: .seconds(hour * 3_600 - 3_533))
        }
        #expect(second.status.pending == 1)
        #expect(second.sendDue(at: wait(262_801), uptime: .seconds(259_208)) == nil)
        #expect(second.status.dropped == 1)
    }

    @Test func `a mail that was made by a clock far ahead is given up after three days of tries`()
        throws
    {
        let first = process()
        try add(to: first, at: wait(8_640_000))
        first.sendDue(at: wait(8_640_000), uptime: .seconds(5_000))
        // The clock is right since, and days pass before it comes to that time.
        let second = process()
        for hour in 0...72 as ClosedRange<Int64> {
            second.sendDue(at: wait(hour * 3_600), uptime: .seconds(7 + hour * 3_600))
        }
        #expect(second.status.pending == 1)
        #expect(second.sendDue(at: wait(262_800), uptime: .seconds(7 + 262_800)) == nil)
        #expect(second.status.dropped == 1)
    }

    @Test(arguments: [-100_000_000, 0])
    func `a mail that nobody tried for days, as it looks, is tried for another day`(
        from step: Int64
    ) throws {
        let first = process()
        try add(to: first, at: wait(step))
        first.sendDue(at: wait(step), uptime: .seconds(5_000))
        let second = process()
        for hour in 0..<24 as Range<Int64> {
            second.sendDue(
                at: wait(864_000 + hour * 3_600), uptime: .seconds(7 + hour * 3_600))
        }
        #expect(second.status.pending == 1)
        let uptime = MailClockTests.day + .seconds(7)
        #expect(second.sendDue(at: wait(864_000 + 86_400), uptime: uptime) == nil)
        #expect(second.status.dropped == 1)
    }
}

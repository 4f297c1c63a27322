// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Serial

// Time.
extension PortChannel {
    func timerFired() {
        timer = nil
        timerDue = .max
        let now = Moment.now()
        if let due = gapDeadline, now.uptime >= due { judgeSilence(now) }
        if let due = link.deadline, now.uptime >= due {
            perform(link.handle(.deadline, at: now.uptime))
        }
        if let due = lineErrors.deadline, now.uptime >= due { countLineErrors(now) }
        if let due = content.deadline, now.uptime >= due { content.deadlinePassed(at: now, emit) }
        if let due = lineRetryAt, now.uptime >= due { lineRetryAt = nil }
        settleRequest()
        rearm(now)
    }

    private var gapDeadline: Int64? {
        content.awaitsSilence ? secondLook ?? lastBytes + settings.gap.nanoseconds : nil
    }

    /// Ends what the silence cut off, at the second look: if this thread was held up, the rest of the frame waits in
    /// the kernel and is read between the two.
    private func judgeSilence(_ now: Moment) {
        guard secondLook != nil else {
            secondLook = now.after(.milliseconds(10))
            channel?.read()
            return
        }
        secondLook = nil
        content.fellSilent(at: now, emit)
    }

    /// Asks the driver what the line spoiled, and tells what is new of it.
    private func countLineErrors(_ now: Moment) {
        lineErrors.look(port?.descriptor, at: now.uptime)
        guard link.status.lineErrors != lineErrors.errors else { return }
        link.status.lineErrors = lineErrors.errors
        tellLink()
    }

    /// Sets the one timer for the next deadline; one that stands earlier is left, since it sets
    /// itself anew.
    func rearm(_ now: Moment) {
        if case .stopped = link.state { return }
        guard
            let due = [
                gapDeadline, link.deadline, lineErrors.deadline, content.deadline, lineRetryAt,
            ]
            .compactMap({ $0 }).min()
        else { return }
        if timer != nil, timerDue <= due { return }
        timer?.cancel()
        timerDue = due
        timer = eventLoop.scheduleTask(in: .nanoseconds(max(0, due - now.uptime))) {
            self.assumeIsolated { $0.timerFired() }
        }
    }
}

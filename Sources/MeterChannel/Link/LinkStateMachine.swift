// SPDX-License-Identifier: Apache-2.0
import Serial

/// What to do about a port: a value that is told what happened and says what comes next.
///
/// ```
/// closed ── start ──► opening ── opened ──► open ── lost ──► waiting ── deadline, appeared ──► opening …
///                        └──── failed ────────────────────────►┘
/// ```
/// An open port that says nothing is helped in steps: after a minute the data request is dropped
/// for two seconds, or until bytes come, and raised again, after three the port is opened anew,
/// then that alone every ten minutes. When all that has not helped for an hour, or for as long as the
/// device may be silent if that is longer, somebody has to go and pull the plug.
struct LinkStateMachine: Sendable {
    /// Where the port is in its life.
    enum State: Sendable, Equatable {
        case closed
        case opening(since: Int64)
        case open
        case waiting(until: Int64)
        case stopped
    }

    /// What happened.
    enum Event: Sendable {
        case start
        case opened
        case failed(PortFault)
        case lost(PortFault)
        /// Something changed in the directory of the port.
        case appeared
        /// Bytes came.
        case heard
        /// A deadline passed.
        case deadline
        case stop
    }

    /// What to do.
    enum Action: Sendable, Equatable {
        case open
        case close
        case dropRequest
        case raiseRequest
        /// Tell that only a person can help.
        case askForReplug
        /// Tell that the status changed.
        case report
    }

    /// How long each step waits; tests shorten them.
    struct Timing: Sendable {
        /// `nil` where an opening ends by itself.
        var stuck: Duration? = .seconds(5)
        var toggle = Duration.seconds(60)
        var toggleLength = Duration.seconds(2)
        var reopen = Duration.seconds(180)
        var repeatReopen = Duration.seconds(600)
        var replug = Duration.seconds(3_600)

        init() {}
    }

    /// The wait when the directory has changed already, so that an attempt is likely to succeed.
    private static let soon = Duration.milliseconds(100)

    /// Changed by this type's own files only.
    var state = State.closed
    /// What health shows of the link; the request line's part is the channel's.
    var status = LinkStatus()
    /// How long the device may say nothing and be well, in nanoseconds, where that is known.
    var longestSilence: Int64?

    // What follows is for this type's own files.
    let timing: Timing
    var heardAt: Int64 = 0
    /// Since when an open port has said nothing, however often it was opened anew meanwhile.
    var silentSince: Int64?
    /// Whether somebody was asked to pull the plug since bytes came last.
    var hasAskedForReplug = false
    var nextHelp: Int64?
    var helpStep = 0

    private var delay = ReconnectDelay()
    private var wasOpen = false
    /// Whether something changed in the port's directory since the latest attempt began.
    private var hasAppearedMeanwhile = false
    private var generator: any RandomNumberGenerator & Sendable

    init(
        timing: Timing = Timing(),
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.timing = timing
        self.generator = generator
    }

    /// When ``Event/deadline`` is due, in nanoseconds of the monotonic clock.
    var deadline: Int64? {
        switch state {
        case .waiting(let until): until
        case .opening(let since) where !status.isStuck: timing.stuck.map { since + $0.nanoseconds }
        case .open: [nextHelp, replugDue].compactMap { $0 }.min()
        default: nil
        }
    }

    /// Takes what happened and says what to do, in order.
    mutating func handle(_ event: Event, at now: Int64) -> [Action] {
        switch (state, event) {
        case (.stopped, _): return []
        case (_, .stop):
            defer { state = .stopped }
            // What is being opened may be so already, and only its reader be missing.
            switch state {
            case .open, .opening: return [.close]
            default: return []
            }
        case (.closed, .start): return open(at: now)
        case (.opening, .opened): return opened(at: now)
        case (.opening, .failed(let fault)): return failed(fault, at: now)
        case (.opening, .appeared), (.open, .appeared):
            hasAppearedMeanwhile = true
            return []
        case (.opening, .deadline):
            guard let deadline, now >= deadline else { return [] }
            status.isStuck = true
            return [.report]
        case (.open, .lost(let fault)):
            closed(for: fault)
            // The device may still be on its way out: look again soon, and at once when the
            // directory changes.
            state = .waiting(
                until: now
                    + (hasAppearedMeanwhile ? LinkStateMachine.soon : .seconds(1)).nanoseconds)
            return [.close, .report]
        case (.open, .heard):
            let raising: [Action] = isRequestHeldBack ? [.raiseRequest] : []
            heardAt = now
            silentSince = now
            hasAskedForReplug = false
            helpStep = 0
            nextHelp = now + timing.toggle.nanoseconds
            defer { status.needsReplug = false }
            return status.needsReplug ? raising + [.report] : raising
        case (.open, .deadline): return askForReplug(at: now) + help(at: now)
        case (.waiting, .appeared): return open(at: now)
        case (.waiting(let until), .deadline): return now >= until ? open(at: now) : []
        default: return []
        }
    }

    private mutating func open(at now: Int64) -> [Action] {
        state = .opening(since: now)
        hasAppearedMeanwhile = false
        return [.open]
    }

    private mutating func opened(at now: Int64) -> [Action] {
        state = .open
        delay.reset()
        if wasOpen { status.reconnects += 1 }
        wasOpen = true
        status.port = .open
        status.portFault = nil
        status.isStuck = false
        heardAt = now
        silentSince = silentSince ?? now
        // A reopened port that stays silent goes on with the longer steps.
        if helpStep < 3 { helpStep = 0 }
        nextHelp = now + (helpStep == 0 ? timing.toggle : timing.repeatReopen).nanoseconds
        return [.raiseRequest, .report]
    }

    private mutating func failed(_ fault: PortFault, at now: Int64) -> [Action] {
        let fault = wasOpen ? fault.afterLoss : fault
        let isNew = status.portFault != fault || status.isStuck
        closed(for: fault)
        status.isStuck = false
        // The attempt may have been a moment too early: a node comes before its link, and its owner
        // after both.
        let wait = hasAppearedMeanwhile ? LinkStateMachine.soon : delay.next(using: &generator)
        state = .waiting(until: now + wait.nanoseconds)
        return isNew ? [.report] : []
    }

    /// Takes note of a port that is not open; what is plugged in next may speak.
    private mutating func closed(for fault: PortFault) {
        status.port = fault.port
        status.portFault = fault
        status.needsReplug = false
        silentSince = nil
    }
}

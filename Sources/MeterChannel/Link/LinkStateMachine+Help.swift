// SPDX-License-Identifier: Apache-2.0

// An open port that says nothing.
extension LinkStateMachine {
    /// Whether the data request is kept low, so that a silent device sees it fall and rise.
    ///
    /// Bytes end this at once: a device that speaks needs no help, and one that was about to send
    /// stops when its request falls.
    var isRequestHeldBack: Bool { state == .open && helpStep == 1 }

    /// When it is time to ask for the plug to be pulled, with every other step tried.
    ///
    /// Again after a port that was lost or could not be opened: that ended the status.
    var replugDue: Int64? {
        guard helpStep >= 3, !status.needsReplug else { return nil }
        return silentSince.map { $0 + max(timing.replug.nanoseconds, longestSilence ?? 0) }
    }

    /// Asks for the plug once a silence; only the status says it again.
    mutating func askForReplug(at now: Int64) -> [Action] {
        guard let due = replugDue, now >= due else { return [] }
        let isNews = !hasAskedForReplug
        hasAskedForReplug = true
        status.needsReplug = true
        return isNews ? [.askForReplug, .report] : [.report]
    }

    /// The next step for a silent port.
    mutating func help(at now: Int64) -> [Action] {
        guard let due = nextHelp, now >= due else { return [] }
        switch helpStep {
        case 0:
            helpStep = 1
            nextHelp = now + timing.toggleLength.nanoseconds
            return [.dropRequest]
        case 1:
            helpStep = 2
            nextHelp = max(now, heardAt + timing.reopen.nanoseconds)
            return [.raiseRequest]
        default:
            helpStep = 3
            state = .opening(since: now)
            return [.close, .open]
        }
    }
}

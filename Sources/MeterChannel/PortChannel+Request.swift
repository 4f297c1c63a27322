// SPDX-License-Identifier: Apache-2.0
import Logging

// The data-request line.
extension PortChannel {
    /// Drives the line to what the content wants while the port is open, and lets it go while it is
    /// not, or while a silent device is to see it low.
    func settleRequest(why: String? = nil) {
        let isHeldBack = link.isRequestHeldBack && content.holdsRequest
        drive(link.state == .open && content.wantsRequest && !isHeldBack, why: why)
    }

    private func drive(_ active: Bool, why: String?) {
        guard let line = settings.requestLine, lineLevel != active, lineRetryAt == nil else {
            return
        }
        if lineLevel == nil, !active { return }
        let before = (link.status.request, link.status.requestFault)
        do throws(LinkStatus.RequestError) {
            try line.drive(active)
            lineLevel = active
            link.status.request = active ? .asserted : .released
            link.status.requestFault = nil
            logger.debug(
                "Data request",
                metadata: ["asserted": "\(active)", "why": "\(why ?? "as the port wants it")"])
        } catch {
            lineLevel = nil
            link.status.request = error.request
            link.status.requestFault = error.fault
            lineRetryAt = Moment.now().after(.seconds(30))
            logger.debug("Data request not possible", metadata: ["why": "\(error.fault.hint)"])
        }
        if before != (link.status.request, link.status.requestFault),
            link.state == .open || why != nil
        {
            if Content.tellsRequestChanges || link.status.requestFault != before.1 {
                tellLink()
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Locking
import TestSupport

@testable import MeterChannel

/// A data-request line that notes what is done with it, and that can be refused.
final class RecordedLine: RequestLine {
    /// What was done.
    enum Step: Sendable, Equatable {
        case drive(Bool)
        case close
    }

    /// All steps, in order.
    let steps = Journal<Step>()
    private let fault: Mutex<LinkStatus.RequestError?>

    /// A line that works, or one that is refused for a reason.
    init(fault: LinkStatus.RequestError? = nil) { self.fault = Mutex(fault) }

    /// From now on it is refused for a reason, or works.
    func fail(_ fault: LinkStatus.RequestError?) { self.fault.withLock { $0 = fault } }

    func drive(_ active: Bool) throws(LinkStatus.RequestError) {
        if let fault = fault.withLock({ $0 }) { throw fault }
        steps.append(.drive(active))
    }

    func close() { steps.append(.close) }
}

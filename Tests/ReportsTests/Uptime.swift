// SPDX-License-Identifier: Apache-2.0
import Readings

@testable import Reports

// Where no clock is set, the uptime goes with the time of day.
extension MailQueue {
    /// Tries what is due at a time; when to come again.
    @discardableResult
    func sendDue(at now: UTCTime) -> UTCTime? {
        sendDue(at: now, uptime: .seconds(now.seconds)).map {
            UTCTime(seconds: $0.components.seconds)
        }
    }
}

extension ReportDesk {
    /// Does what is due at a time.
    func work(at now: UTCTime) -> [DeskNotice] { work(at: now, uptime: .seconds(now.seconds)) }
}

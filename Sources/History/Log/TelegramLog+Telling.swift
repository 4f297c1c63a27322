// SPDX-License-Identifier: Apache-2.0
import Logging

extension TelegramLog {
    /// Says that the history lacks telegrams, which stand in the log up to a row.
    func tellPassedOver(_ count: Int, until row: Int64) {
        logger.error(
            "Stored telegrams cannot be read and are not in the history",
            metadata: ["telegrams": "\(count)", "until_row": "\(row)"])
    }

    /// Once when a fault begins, and once when it ends; single telegrams are no news.
    func log(_ event: StoreEvent) {
        switch event {
        case .stored, .kept, .repeated, .gap, .epochChanged: break
        case .changed(let state):
            if let fault = state.fault {
                logger.warning(
                    "Telegram log degraded",
                    metadata: [
                        "reason": "\(fault.rawValue)", "hint": "\(fault)",
                        "storing": "\(state.isStoring)",
                    ])
            } else {
                logger.notice("Telegram log in order", metadata: ["state": "\(state.word)"])
            }
        case .uncleanStart: logger.notice("The last run did not end by itself")
        case .checkFailed(let detail):
            logger.error("The daily check of the database failed", metadata: ["why": "\(detail)"])
        case .setAside(let file):
            logger.error("Damaged database set aside", metadata: ["file": "\(file)"])
        case .recovered(let telegrams):
            logger.notice(
                "Saved from the damaged database", metadata: ["telegrams": "\(telegrams)"])
        case .floorRebuilt(let epochs):
            logger.warning(
                "Replay floors come from the side file", metadata: ["epochs": "\(epochs)"])
        }
    }
}

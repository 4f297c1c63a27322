// SPDX-License-Identifier: Apache-2.0
import Readings

/// What admitting one telegram changed in the ledger, so that it can be taken back.
struct LedgerChange: Sendable {
    /// Where the telegram's stream stands.
    let place: Int
    /// The stream as it was; `nil` if it began with the telegram.
    let stream: TelegramStream?
    let meter: MeterID
    /// The account of the meter as it was.
    let account: EpochAccount?
    /// The epoch, if the telegram is verified, and its floor as it was.
    let epoch: EpochID?
    let floor: UInt32?
}

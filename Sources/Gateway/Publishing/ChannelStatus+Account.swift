// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Pipeline

extension ChannelStatus {
    /// Takes over what the log's account says of the meter's epoch.
    ///
    /// The account covers earlier runs too; its counter goes with it, so that the sum is always
    /// right.
    mutating func take(_ account: EpochAccount?) {
        guard let account, account.epoch != nil,
            meter?.authentication == Authentication.verified.rawValue
        else { return }
        meter?.stored = account.stored
        meter?.frameCounter = account.last
        meter?.missed = account.missed
        meter?.missedWhileOff = account.missedWhileOff
    }
}

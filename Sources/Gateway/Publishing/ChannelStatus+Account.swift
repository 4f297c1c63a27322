// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Pipeline

extension ChannelStatus {
    /// Takes over what the log's account says of the meter's epoch.
    ///
    /// The account covers earlier runs too; its counter goes with it, so that the sum is always
    /// right. Before the first telegram of this run it is the only one there is.
    mutating func take(_ account: EpochAccount?) {
        let verified = Authentication.verified.rawValue
        guard let account, let epoch = account.epoch, let meter, meter.keyFingerprint != nil,
            meter.authentication ?? verified == verified,
            meter.authentication != nil || epoch.keyFingerprint == meter.keyFingerprint
        else { return }
        take(known: account)
    }

    /// The same for figures that tell what was missed since they were asked last.
    ///
    /// As long as the log may still come to know of earlier runs, nothing is said of missed frames: all
    /// of theirs would count as missed when it does.
    mutating func take(_ store: StoreSnapshot) {
        let account = store.accounts[id]
        take(account)
        guard account == nil, !store.state.isStoring else { return }
        meter?.missed = nil
        meter?.missedWhileOff = nil
    }

    private mutating func take(known account: EpochAccount) {
        meter?.stored = account.stored
        meter?.frameCounter = account.last
        meter?.missed = account.missed
        meter?.missedWhileOff = account.missedWhileOff
    }
}

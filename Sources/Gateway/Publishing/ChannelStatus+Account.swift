// SPDX-License-Identifier: Apache-2.0
import History
import MeterChannel
import Pipeline

extension ChannelStatus {
    /// Takes over what the log's account says of the meter's epoch.
    ///
    /// The account covers earlier runs too; its counter goes with it, so that the sum is always
    /// right. Before the first telegram of this run it is the only one there is. Of clear and
    /// unverified telegrams it knows only how many there are.
    mutating func take(_ account: EpochAccount?) {
        guard let account, let meter else { return }
        let isVerified = meter.authentication.map { $0 == FrameProof.verified.rawValue }
        guard let epoch = account.epoch else {
            if isVerified != true { takeUnproved(account) }
            return
        }
        guard isVerified != false, meter.keyFingerprint != nil,
            isVerified == true || epoch.keyFingerprint == meter.keyFingerprint
        else { return }
        self.meter?.stored = account.stored
        self.meter?.frameCounter = account.last
        self.meter?.missed = account.missed
        self.meter?.missedWhileOff = account.missedWhileOff
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

    private mutating func takeUnproved(_ account: EpochAccount) {
        meter?.stored = account.stored
        meter?.missed = nil
        meter?.missedWhileOff = nil
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import History
import Pipeline

extension EpochID {
    /// What the log calls an epoch.
    init(_ epoch: ReplayFloor.Epoch) {
        self.init(title: epoch.title.hex, keyFingerprint: epoch.keyFingerprint)
    }
}

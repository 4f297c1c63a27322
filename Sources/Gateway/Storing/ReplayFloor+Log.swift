// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import GatewayConfiguration
import History
import Pipeline

extension ReplayFloor {
    /// What the log has seen under a meter's key.
    init(_ seen: [EpochID: UInt32], for meter: MeterConfiguration) {
        self.init()
        for (epoch, counter) in seen where epoch.keyFingerprint == meter.key?.fingerprint {
            guard let title = SystemTitle(hex: epoch.title) else { continue }
            self[Epoch(title: title, keyFingerprint: epoch.keyFingerprint)] = FrameCounter(counter)
        }
    }
}

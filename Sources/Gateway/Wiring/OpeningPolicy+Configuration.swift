// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Pipeline

extension OpeningPolicy {
    /// What a meter's entry says of the telegrams that are accepted.
    init(_ meter: MeterConfiguration) {
        let authentication: AuthenticationMode =
            switch meter.authentication {
            case .strict: .strict
            case .crc: .crc
            case .off: .off
            }
        self.init(
            authentication: authentication, allowsPlaintext: meter.readsPlaintext,
            winterOffset: Int64(meter.winterOffset.minutes) * 60)
    }
}

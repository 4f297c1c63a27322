// SPDX-License-Identifier: Apache-2.0
import MeterChannel

extension MeterEvent.Kind {
    /// Whether the log tells of such events itself, also across restarts, and knows more of them
    /// than the channel.
    var isToldByLog: Bool {
        switch self {
        case .gapClosed, .keyChanged, .meterSwapped, .uncleanStart, .checkFailed: true
        case .replay, .meterOnline, .meterOffline, .needsReplug: false
        }
    }
}

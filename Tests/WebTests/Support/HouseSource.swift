// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import Readings

@testable import Web

/// What a daemon would say, set by tests.
final class HouseSource: WebSource {
    private let known: Mutex<GatewayFacts>
    private let telegrams = Mutex<[MeterID: DecodedTelegram]>([:])

    init() {
        var facts = GatewayFacts(version: "1.2.3", started: UTCTime(seconds: 1_700_000_000))
        facts.broker.isConnected = true
        known = Mutex(facts)
    }

    /// Changes what is said of the gateway.
    func change(_ body: (inout GatewayFacts) -> Void) { known.withLock { body(&$0) } }

    /// Sets the last telegram of a meter.
    func set(_ telegram: DecodedTelegram, of id: MeterID) {
        telegrams.withLock { $0[id] = telegram }
    }

    func facts() -> GatewayFacts { known.withLock { $0 } }

    func telegram(_ id: MeterID) -> DecodedTelegram? { telegrams.withLock { $0[id] } }

    func model(_ id: MeterID) -> String? { telegrams.withLock { $0[id]?.header } }

    func message(_ record: TelegramRecord) -> [UInt8] {
        Array(
            "{\"received\":\"\(record.received)\",\"frame_counter\":\(record.origin.frameCounter ?? 0)}"
                .utf8)
    }
}

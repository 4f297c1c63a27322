// SPDX-License-Identifier: Apache-2.0
import DSMR
import GatewayConfiguration
import Glibc
import History
import Locking
import MQTT
import MeterChannel
import Pipeline
import Readings
import Reports
import Web

/// What the web server may see of the daemon.
final class GatewayWindow: WebSource {
    private struct State {
        /// The last telegram of each meter, at most 16 KiB each.
        var telegrams: [MeterID: MeterUpdate] = [:]
        var winterOffsets: [MeterID: Int64] = [:]
        var encoder = StoredTelegramEncoder()
    }

    private let client: MQTTClient
    private let log: TelegramLog
    private let summary: GatewaySummary
    private let state = Mutex(State())

    init(client: MQTTClient, log: TelegramLog, summary: GatewaySummary) {
        self.client = client
        self.log = log
        self.summary = summary
    }

    /// Takes over which meters there are.
    func configure(_ configuration: GatewayConfiguration) {
        let offsets = configuration.meters.map { ($0.id, Int64($0.winterOffset.minutes) * 60) }
        state.withLock { state in
            state.winterOffsets = Dictionary(offsets) { first, _ in first }
            state.telegrams = state.telegrams.filter { state.winterOffsets[$0.key] != nil }
        }
    }

    /// Takes a telegram.
    func take(_ update: MeterUpdate) { state.withLock { $0.telegrams[update.meter] = update } }

    func facts() -> GatewayFacts {
        summary.facts(client.snapshot(), store: log.snapshot(), now: Moment.now())
    }

    func telegram(_ id: MeterID) -> DecodedTelegram? {
        let (update, offset) = state.withLock { state in
            (state.telegrams[id], state.winterOffsets[id] ?? 3_600)
        }
        return update.flatMap { DecodedTelegram($0, winterOffset: offset) }
    }

    func model(_ id: MeterID) -> String? {
        guard let text = state.withLock({ $0.telegrams[id]?.text }) else { return nil }
        let line = text.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        return Message.latin(line.dropFirst())
    }

    func message(_ record: TelegramRecord) -> [UInt8] {
        state.withLock { state in
            state.encoder.payload(
                record, isReplayed: true,
                winterOffset: state.winterOffsets[record.meter] ?? 3_600)
        }
    }
}

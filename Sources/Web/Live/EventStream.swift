// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import NIOCore
import Readings

/// Writes the live model to one client as server-sent events, the newest of each thing.
///
/// Between two writes lie ``WebLimits/streamPause`` and the client's own pace: what changes meanwhile
/// is in the model, not in a queue.
struct EventStream: Sendable {
    static let mediaType = "text/event-stream"

    let house: House
    let watch: LiveWatch
    let pause: Duration
    /// Whose timer measures the pause: a sleeping task would wake Swift's own pool each second from
    /// then on.
    let eventLoop: any EventLoop

    /// Writes until the client leaves or the server ends.
    @concurrent func run(_ writer: inout any ResponseBodyWriter) async throws {
        let first = house.live.snapshot()
        try await writer.write(overview(first, await house.days()))
        var seen = first.version
        for await _ in watch.signals {
            let now = house.live.snapshot()
            let bytes = now.version == seen ? beat : await changes(since: seen, now)
            seen = now.version
            try await writer.write(bytes)
            try await eventLoop.scheduleTask(in: TimeAmount(pause)) {}.futureResult.get()
        }
    }

    /// What keeps the line open while nothing happens.
    private var beat: ByteBuffer { ByteBuffer(string: ": beat\n\n") }

    private func changes(since seen: UInt64, _ live: LiveSnapshot) async -> ByteBuffer {
        let days = await house.days()
        // Whoever shows a meter that is gone hears of it by its absence.
        let isConfigured = live.configurationVersion > seen
        var buffer = isConfigured ? overview(live, days) : ByteBuffer()
        let changed = live.items.filter { $0.version > seen }
        for item in changed {
            if !isConfigured { buffer.writeImmutableBuffer(self.item(item, live, days)) }
            guard item.healthVersion > seen, let health = item.health else { continue }
            buffer.writeImmutableBuffer(
                event("health", live.version) { json in
                    let record = health.record(house.now, item.latest?.received)
                    json.json(EventStream.named(record, item.profile.id))
                })
        }
        guard !isConfigured else { return buffer }
        if changed.contains(where: { $0.profile.kind == .meter }) {
            buffer.writeImmutableBuffer(
                event("totals", live.version) {
                    HouseTotals(live.items, days: days).write(to: &$0)
                })
        }
        if live.gatewayVersion > seen {
            buffer.writeImmutableBuffer(
                event("gateway", live.version) { house.writeGateway(live, to: &$0) })
        }
        return buffer
    }

    private func overview(_ live: LiveSnapshot, _ days: [MeterID: DayRecord]) -> ByteBuffer {
        event("overview", live.version) { house.writeOverview(live, days, to: &$0) }
    }

    private func item(_ item: LiveItem, _ live: LiveSnapshot, _ days: [MeterID: DayRecord])
        -> ByteBuffer
    {
        event(item.profile.kind.rawValue, live.version) { json in
            item.write(to: &json, day: days[item.profile.id], withCurve: false, now: house.now)
        }
    }

    /// One event; JSON has no line ends of its own, so one data line holds it.
    private func event(_ name: String, _ id: UInt64, _ body: (inout JSONWriter) -> Void)
        -> ByteBuffer
    {
        var json = JSONWriter()
        body(&json)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(json.bytes.count + 64)
        buffer.writeString("id: \(id)\nevent: \(name)\ndata: ")
        buffer.writeBytes(json.bytes)
        buffer.writeString("\n\n")
        return buffer
    }

    /// A health record with the name of its meter as first field.
    private static func named(_ record: [UInt8], _ id: MeterID) -> [UInt8] {
        Array("{\"id\":\"\(id)\",".utf8) + record.dropFirst()
    }
}

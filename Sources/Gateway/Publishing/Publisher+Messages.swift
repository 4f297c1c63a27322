// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import MQTT
import MeterChannel
import Readings
import Series

// The messages of meters and sensors.
extension Publisher {
    func publish(latest payload: [UInt8], of id: MeterID) {
        client.setState(
            OutboundMessage(topic: topics.latest(id), payload: payload), priority: Priority.latest)
    }

    func publish(_ update: MeterUpdate) {
        known.withLock { _ = $0.heard.insert(update.meter) }
        publish(latest: PayloadEncoder.latest(update), of: update.meter)
        if settings.publishesValues {
            let interval = summary.intervalMilliseconds(update.meter)
            publishValues(update.meter, update.readings, intervalMilliseconds: interval)
        }
    }

    func publishValues(_ id: MeterID, _ readings: [Reading], intervalMilliseconds: Int64) {
        known.withLock { $0.values[id, default: []].formUnion(readings.map(\.name)) }
        setValues(id, readings, intervalMilliseconds: intervalMilliseconds)
    }

    func setValues(_ id: MeterID, _ readings: [Reading], intervalMilliseconds: Int64) {
        let expiry = UInt32(clamping: max(3 * intervalMilliseconds / 1_000, 35))
        for reading in readings {
            var message = OutboundMessage(
                topic: topics.value(id, reading.name), payload: PayloadEncoder.bare(reading.value))
            if LiveReading.isLive(reading.name) { message.expirySeconds = expiry }
            client.setState(message, priority: Priority.value)
        }
    }

    /// Publishes something that happened once, unless thousands of such wait already.
    func publish(_ event: MeterEvent) {
        guard client.snapshot().backlog < Publisher.eventLimit else { return summary.dropped() }
        let outcome = client.publish(
            OutboundMessage(topic: topics.event(event.meter), payload: PayloadEncoder.event(event)))
        // Cannot be, with room left free for telegrams; else their order would be broken.
        if case .displaced(.some(let token)) = outcome { outbox.displaced(token) }
    }

    /// Publishes where the chain of each meter's quarter-hours ends.
    ///
    /// The history keeps the chain of a meter that was taken out, whose topic stays cleared, and may
    /// come before the configuration: such a chain is published once its meter is there.
    func publish(_ heads: [ChainHead]) {
        known.withLock { known in
            for head in heads {
                known.heads[head.meter] = head
                if known.meters.contains(head.meter) { publish(head) }
            }
        }
    }

    /// Publishes the ends of chains that were told before their meters were there.
    func publishChains(of meters: Set<MeterID>) {
        known.withLock { known in
            for head in meters.compactMap({ known.heads[$0] }) { publish(head) }
        }
    }

    /// Under the lock, so that an older end never comes after a newer one.
    private func publish(_ head: ChainHead) {
        client.setState(
            OutboundMessage(topic: topics.chain(head.meter), payload: head.payload),
            priority: Priority.value)
    }

    func publish(_ status: ChannelStatus) {
        var status = status
        status.take(log.snapshot().accounts[status.id])
        client.setState(
            OutboundMessage(
                topic: topics.health(status.id),
                payload: PayloadEncoder.health(status, now: Moment.now().wall)),
            priority: Priority.health)
        setAvailability(status.id, status.isAvailable)
        if summary.take(status) { publishSummary() }
    }

    func setAvailability(_ id: MeterID, _ isAvailable: Bool) {
        client.setState(
            OutboundMessage(
                topic: topics.availability(id), payload: PayloadEncoder.state(isAvailable)),
            priority: Priority.availability)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Logging

/// The messages of a connection: what is sent, and what the broker's answers mean for it.
extension Session {
    /// Sends what is due and fits, and the keepalive ping when it is time.
    func serve(_ handle: MosquittoHandle, now: ContinuousClock.Instant) throws(MQTTFault) {
        try sendConfirmed(handle, now: now)
        try sendBestEffort(handle)
        guard now >= pulse.nextCheck else { return }
        try check(handle.keepAlive(), handle)
        let hasPing = handle.wantsWrite
        pulse.checked(now, hasPing: hasPing)
        if hasPing { try write(handle) }
    }

    private func sendConfirmed(
        _ handle: MosquittoHandle, now: ContinuousClock.Instant
    ) throws(MQTTFault) {
        let limit = inFlightLimit
        let (batch, expired) = core.access { state in
            state.lanes.releaseHeld(now: now)
            var batch: [(Lanes.Origin, OutboundMessage)] = []
            var expired: [StreamLane.Item] = []
            while state.lanes.outstandingCount + batch.count < limit,
                let next = state.lanes.next(now: now, expired: &expired)
            {
                batch.append(next)
            }
            return (batch, expired)
        }
        for item in expired {
            core.onEvent(
                .publishFault(topic: item.message.topic, token: item.token, .expired))
        }
        for (origin, message) in batch { try send(origin, message, handle, now: now) }
        if !batch.isEmpty { try write(handle) }
    }

    private func send(
        _ origin: Lanes.Origin, _ message: OutboundMessage, _ handle: MosquittoHandle,
        now: ContinuousClock.Instant
    ) throws(MQTTFault) {
        do throws(MQTTFault) {
            let id = try handle.publish(message)
            core.access { $0.lanes.sent(origin, id: id, now: now) }
        } catch {
            guard error.isForGood else { throw error }
            park(origin, error)
        }
    }

    /// Sends best-effort messages for as long as the socket takes them at once.
    private func sendBestEffort(_ handle: MosquittoHandle) throws(MQTTFault) {
        while !writeWanted, let message = core.access({ $0.lanes.bestEffort.next() }) {
            do throws(MQTTFault) {
                _ = try handle.publish(message)
            } catch {
                guard error.isForGood else { throw error }
                continue
            }
            try write(handle)
        }
    }

    /// Settles, holds back or gives up a message by the broker's answer.
    func messageAnswered(id: UInt16, code: UInt8) {
        guard let origin = core.access({ $0.lanes.answered(id: id) }) else { return }
        guard let fault = SessionEnd.verdict(ofAnswer: code, version: version) else {
            core.access { $0.lanes.acknowledged(origin) }
            if let token = origin.token { core.onEvent(.acknowledged(token: token)) }
            return
        }
        if fault.isForGood { park(origin, fault) } else { hold(origin, fault) }
    }

    private func park(_ origin: Lanes.Origin, _ fault: MQTTFault) {
        core.access { state in
            state.lanes.park(origin)
            state.status.lastPublishFault = fault
        }
        core.logger.warning("a message for \(origin.topic) was given up: \(fault)")
        core.onEvent(.publishFault(topic: origin.topic, token: origin.token, fault))
    }

    private func hold(_ origin: Lanes.Origin, _ fault: MQTTFault) {
        let until = ContinuousClock.now + core.configuration.holdWhenDenied
        let isNew = core.access { state in
            state.status.lastPublishFault = fault
            return state.lanes.hold(origin, until: until)
        }
        guard isNew else { return }
        if loggedTopics.insert(origin.topic).inserted {
            core.logger.warning("messages for \(origin.topic) are held back: \(fault)")
        }
        core.onEvent(.publishFault(topic: origin.topic, token: origin.token, fault))
    }
}

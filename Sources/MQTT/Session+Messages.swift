// SPDX-License-Identifier: Apache-2.0
import Logging

/// The messages of a connection: what is sent, and what the broker's answers mean for it.
extension Session {
    /// Sends what is due and fits, and the keepalive ping when it is time.
    func serve(_ handle: MosquittoHandle, now: ContinuousClock.Instant) throws(MQTTFault) {
        while try sendConfirmed(handle, now: now) {}
        try sendBestEffort(handle)
        guard now >= pulse.nextCheck else { return }
        try check(handle.keepAlive(), handle)
        let hasPing = handle.wantsWrite
        pulse.checked(now, hasPing: hasPing)
        if hasPing { try write(handle) }
    }

    /// Sends what is due and fits; whether some of it made room at once, since it cannot be sent.
    private func sendConfirmed(
        _ handle: MosquittoHandle, now: ContinuousClock.Instant
    ) throws(MQTTFault) -> Bool {
        let limit = inFlightLimit
        let (batch, expired) = core.access { state in
            state.lanes.releaseHeld(now: now)
            var batch: [(Lanes.Origin, OutboundMessage)] = []
            var expired: [StreamLane.Item] = []
            while state.lanes.outstandingCount + batch.count < limit,
                let next = state.lanes.nextInTurn(
                    now: now, isFirst: batch.isEmpty, expired: &expired)
            {
                batch.append(next)
                if state.lanes.goesAlone(next.0) { break }
            }
            return (batch, expired)
        }
        for item in expired {
            core.onEvent(
                .publishFault(topic: item.message.topic, token: item.token, .expired))
        }
        var hasRoom = false
        for (origin, message) in batch where !(try send(origin, message, handle, now: now)) {
            hasRoom = true
        }
        if !batch.isEmpty { try write(handle) }
        return hasRoom
    }

    /// Hands a message to the library; false if it was given up or is held back.
    private func send(
        _ origin: Lanes.Origin, _ message: OutboundMessage, _ handle: MosquittoHandle,
        now: ContinuousClock.Instant
    ) throws(MQTTFault) -> Bool {
        do throws(MQTTFault) {
            if core.access({ $0.isTooLarge(origin.size, now: now) }) { throw .tooLarge }
            let id = try handle.publish(message)
            core.access { $0.lanes.sent(origin, id: id, now: now) }
            return true
        } catch {
            guard error.isForGood || error == .unconfirmable else { throw error }
            if error.isForGood { park(origin, error) } else { hold(origin, error) }
            return false
        }
    }

    /// Sends best-effort messages for as long as the socket takes them at once.
    private func sendBestEffort(_ handle: MosquittoHandle) throws(MQTTFault) {
        while !writeWanted, let message = core.access({ $0.lanes.bestEffort.next() }) {
            do throws(MQTTFault) {
                _ = try handle.publish(message)
                largestUnconfirmed = max(largestUnconfirmed, message.size)
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
            let line = core.access { state in
                state.lanes.acknowledged(origin)
                return state.faults.ended(origin.topic, now: .now)
            }
            if let line { core.logger.notice("\(line)") }
            if let token = origin.token { core.onEvent(.acknowledged(token: token)) }
            return
        }
        if fault.isForGood { park(origin, fault) } else { hold(origin, fault) }
    }

    /// Weighs what was under way when a broker that lives ended the connection and did not say why.
    func examine() -> Lanes.Finding {
        let most = largestUnconfirmed
        return core.access { $0.lanes.examine(over: most, now: .now) }
    }

    /// The broker closed the connection because a message was too large: gives the largest up, and
    /// for a while what is as large.
    func parkTooLarge(for span: Duration) {
        let most = largestUnconfirmed
        let origin: Lanes.Origin? = core.access { state in
            guard let origin = state.lanes.takeLargest(over: most) else { return nil }
            state.proved = (origin.size, .now + span)
            return origin
        }
        if let origin { park(origin, .tooLarge) }
    }

    private func park(_ origin: Lanes.Origin, _ fault: MQTTFault) {
        let line = core.access { state in
            state.lanes.park(origin)
            return state.faults.began(fault, of: origin.topic, now: .now)
        }
        if let line { core.logger.warning("\(line)") }
        core.onEvent(.publishFault(topic: origin.topic, token: origin.token, fault))
    }

    private func hold(_ origin: Lanes.Origin, _ fault: MQTTFault) {
        let configuration = core.configuration
        let now = ContinuousClock.now
        let (isNew, line) = core.access { state in
            var rest = configuration.holdWhenDenied
            if case .notTaken = fault {
                rest = state.lanes.nextRest(
                    of: origin.topic, from: configuration.holdWhenNotTaken, to: rest)
            }
            let isNew = state.lanes.hold(origin, until: now + rest)
            return (isNew, isNew ? state.faults.began(fault, of: origin.topic, now: now) : nil)
        }
        guard isNew else { return }
        if let line { core.logger.warning("\(line)") }
        core.onEvent(.publishFault(topic: origin.topic, token: origin.token, fault))
    }
}

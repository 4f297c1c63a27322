// SPDX-License-Identifier: Apache-2.0
import DSMR
import FrameCrypto
import Pipeline
import Readings

// Bytes that became none, and why.
extension MeterContent {
    mutating func refuse(
        _ discarded: Discarded, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        settings.trace?(
            "discarded \(discarded.length) bytes at \(discarded.offset): \(discarded.reason.rawValue)"
                + (discarded.header.map { ", frame \($0.counter.value) of \($0.title.lastFour)" }
                    ?? ""))
        status.meter?.counters.count(discarded)
        pace.counted()
        health.refused(discarded.reason, from: discarded.header?.title)
        witness.refused(discarded.reason)
        guard discarded.reason != .noise else { return }
        let text =
            discarded.detail ?? "\(discarded.length) bytes discarded: \(discarded.reason.rawValue)"
        noteError(discarded.reason.rawValue, text, now)
        guard discarded.reason == .replay, let header = discarded.header else { return }
        if let key = settings.key?.fingerprint {
            provedEpoch = .init(title: header.title, keyFingerprint: key)
        }
        // Whoever replays frames on the cable must not be able to fill the queue of events.
        guard now.uptime >= nextReplayEvent else { return }
        nextReplayEvent = now.after(.seconds(10))
        let facts = [
            Reading(
                name: "frame_counter", value: .number(FixedPoint(Int64(header.counter.value)))),
            Reading(
                name: "replays",
                value: .number(FixedPoint(Int64(status.meter?.counters.replays ?? 0)))),
        ]
        emit(.event(MeterEvent(meter: settings.id, kind: .replay, time: now.wall, facts: facts)))
    }

    mutating func noteError(_ code: String, _ text: String, _ now: Moment) {
        status.lastError = ChannelStatus.LastError(code: code, text: text, at: now.wall)
    }
}

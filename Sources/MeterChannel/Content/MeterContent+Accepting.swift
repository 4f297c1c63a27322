// SPDX-License-Identifier: Apache-2.0
import DSMR
import Pipeline
import Readings

// A telegram that is believed.
extension MeterContent {
    mutating func accept(
        _ accepted: Outcomes.Accepted, at now: Moment, _ emit: (PortEvent) -> Void
    ) {
        let frame = accepted.frame
        settings.trace?(
            "accepted \(frame.length) bytes: \(frame.authentication.rawValue), CRC \(accepted.crc), "
                + "frame \(frame.header.map { "\($0.counter.value)" } ?? "in clear"), \(accepted.readings.count) readings"
        )
        pace.counted()
        if frame.authentication == .verified, let title = frame.header?.title,
            let owner = claims.claim(title, for: settings.id, at: now.uptime)
        {
            status.meter?.counters.duplicates += 1
            health.duplicate(from: title, at: now.uptime)
            status.meter?.systemTitle = title
            status.meter?.identity = title.identity
            noteError("duplicate_meter", "This meter is already read as '\(owner)'.", now)
            return
        }
        isFresh = true
        status.meter?.counters.telegrams += 1
        if accepted.crc == "wrong" {
            status.meter?.counters.crcErrors += 1
            status.meter?.counters.crcOutweighed += 1
        }
        let proved = frame.authentication == .verified ? frame.header : nil
        health.accepted(proved?.counter, from: proved?.title, at: now.uptime)
        account(frame)
        status.meter?.lastTelegram = now.wall
        status.meter?.intervalMilliseconds = health.interval.nanoseconds / 1_000_000
        status.meter?.systemTitle = frame.header?.title
        status.meter?.identity = accepted.identity
        status.meter?.authentication = frame.authentication.rawValue
        let isSuspect = looksSuspect(accepted.readings)
        status.meter?.clockDriftSeconds = accepted.time.map { $0.seconds - now.wall.seconds }
        emit(
            .update(
                MeterUpdate(
                    meter: settings.id, received: now.wall, time: accepted.time, frame: frame,
                    crc: accepted.crc, identity: accepted.identity,
                    interruption: witness.accepted(), isSuspect: isSuspect,
                    readings: accepted.readings,
                    text: accepted.text)))
    }

    private mutating func looksSuspect(_ readings: [Reading]) -> Bool {
        var isSuspect = false
        for reading in readings
        where reading.name == "energy_import_kwh" || reading.name == "energy_export_kwh" {
            guard case .number(let value) = reading.value else { continue }
            if registers[reading.name, default: RegisterWatch()].isSuspect(value) {
                isSuspect = true
            }
        }
        if isSuspect { status.meter?.counters.suspect += 1 }
        return isSuspect
    }

    private mutating func account(_ frame: AcceptedFrame) {
        guard frame.authentication == .verified, let header = frame.header,
            let key = frame.keyFingerprint
        else {
            // Clear and unverified telegrams have no counter that proves anything: they are only
            // counted.
            unproved += 1
            status.meter?.stored = unproved
            status.meter?.missed = nil
            status.meter?.missedWhileOff = nil
            status.meter?.frameCounter = frame.header?.counter.value
            return
        }
        let epoch = ReplayFloor.Epoch(title: header.title, keyFingerprint: key)
        provedEpoch = epoch
        let change = accounting.count(header.counter, epoch)
        if change == .first { registers = [:] }
        status.meter?.stored = accounting.stored
        status.meter?.missed = accounting.missed
        status.meter?.missedWhileOff = 0
        status.meter?.frameCounter = header.counter.value
    }
}

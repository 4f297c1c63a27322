// SPDX-License-Identifier: Apache-2.0
import DSMR
import History
import MeterChannel
import Pipeline
import Readings

extension TelegramRecord {
    /// What the log keeps of an accepted telegram.
    init(_ update: MeterUpdate) {
        let header = update.frame.header
        let origin: TelegramOrigin =
            switch update.frame.authentication {
            case .verified:
                if let header, let key = update.frame.keyFingerprint {
                    .verified(
                        EpochID(title: header.title.hex, keyFingerprint: key),
                        frameCounter: header.counter.value)
                } else {
                    .clear
                }
            case .unverified:
                .unverified(title: header?.title.hex, frameCounter: header?.counter.value)
            case .none: .clear
            }
        func register(_ name: String) -> FixedPoint? {
            guard
                case .number(let number) = update.readings.first(where: { $0.name == name })?.value
            else { return nil }
            return number
        }
        let checksum: Checksum =
            switch update.crc {
            case "valid": .valid
            case "wrong": .wrong
            default: .absent
            }
        self.init(
            meter: update.meter, origin: origin, checksum: checksum,
            isEncrypted: update.frame.isEncrypted,
            meterTime: update.time, received: update.received,
            registers: EnergyRegisters(
                energyImport: register("energy_import_kwh"),
                energyExport: register("energy_export_kwh")),
            gapCause: update.interruption.map(GapCause.init),
            isSuspect: update.isSuspect, body: update.text)
    }
}

extension GapCause {
    /// What the log calls it.
    fileprivate init(_ interruption: Interruption) {
        switch interruption {
        case .portLost: self = .cableOut
        case .damage: self = .damaged
        case .silence: self = .meterSilent
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Readings

/// The small facts of a telegram in one integer.
///
/// Bits 0–1: 0 clear, 1 verified, 2 unverified | 2–3: checksum | 4: encrypted | 5: suspect | 8–12, 13–17:
/// decimals of the registers.
struct RecordFlags: Sendable, Hashable {
    let bits: Int64

    init(bits: Int64) { self.bits = bits }

    init(_ record: TelegramRecord) {
        let proof: Int64 =
            switch record.origin {
            case .clear: 0
            case .verified: 1
            case .unverified: 2
            }
        let importDecimals = Int64(record.registers.energyImport?.decimals ?? 0)
        let exportDecimals = Int64(record.registers.energyExport?.decimals ?? 0)
        var bits = proof
        bits |= Int64(record.checksum.rawValue) << 2
        bits |= record.isEncrypted ? 1 << 4 : 0
        bits |= record.isSuspect ? 1 << 5 : 0
        bits |= importDecimals << 8
        bits |= exportDecimals << 13
        self.bits = bits
    }

    var checksum: TelegramRecord.Checksum {
        TelegramRecord.Checksum(rawValue: UInt8(bits >> 2 & 3)) ?? .absent
    }
    var isEncrypted: Bool { bits >> 4 & 1 == 1 }
    var isSuspect: Bool { bits >> 5 & 1 == 1 }
    var importDecimals: UInt8 { UInt8(bits >> 8 & 31) }
    var exportDecimals: UInt8 { UInt8(bits >> 13 & 31) }

    /// What proved a telegram of this stream.
    ///
    /// `title` is what the row says of one that nothing proves: the empty text for a head without a
    /// title, and `nil` if it was stored when each title had a stream of its own.
    func origin(
        _ stream: TelegramStream, title: String?, counter: UInt32, frameCounter: UInt32?
    ) -> TelegramOrigin {
        switch (bits & 3, stream.account.epoch) {
        case (1, .some(let epoch)): .verified(epoch, frameCounter: counter)
        case (0, _): .clear
        default:
            .unverified(
                title: (title ?? stream.title).flatMap { $0.isEmpty ? nil : $0 },
                frameCounter: frameCounter)
        }
    }

    func registers(_ energyImport: Int64?, _ energyExport: Int64?) -> EnergyRegisters {
        EnergyRegisters(
            energyImport: energyImport.map { FixedPoint($0, decimals: importDecimals) },
            energyExport: energyExport.map { FixedPoint($0, decimals: exportDecimals) })
    }
}

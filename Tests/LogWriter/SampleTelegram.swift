// SPDX-License-Identifier: Apache-2.0
import History
import Readings

extension TelegramRecord {
    /// A telegram of about 700 bytes; all of it follows from the meter's number and the counter.
    static func sample(meter number: Int, counter: UInt32) -> TelegramRecord? {
        guard let meter = MeterID("meter-\(number)") else { return nil }
        let title = "5341470000000" + String(100 + number)
        var body = Array("/Lux5\\253663629_D\r\n\r\n".utf8)
        var state = UInt64(counter) &* 6_364_136_223_846_793_005 &+ UInt64(number)
        while body.count < 700 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            body.append(UInt8(32 + state >> 60))
        }
        return TelegramRecord(
            meter: meter,
            origin: .verified(
                EpochID(title: title, keyFingerprint: "0badcafe"), frameCounter: counter),
            checksum: .valid, isEncrypted: true,
            meterTime: UTCTime(seconds: 1_770_000_000 + 10 * Int64(counter)),
            received: UTCTime(seconds: 1_770_000_001 + 10 * Int64(counter)),
            registers: EnergyRegisters(energyImport: FixedPoint(Int64(counter), decimals: 3)),
            body: body)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import History
import Logging
import Readings
import Synchronization

/// Stores telegrams of several meters until it is killed, and says on its output which are committed.
///
/// Use: `LogWriter FOLDER DURABILITY METERS FIRST_COUNTER COUNT`. Each output line is `METER COUNTER`; a last line is `done`.
@main
enum LogWriter {
    static func main() async {
        let words = CommandLine.arguments
        guard words.count == 6, let durability = Durability(rawValue: words[2]), let meters = Int(words[3]),
            let first = UInt32(words[4]), let count = UInt32(words[5])
        else { exit(64) }
        var settings = StoreSettings(directory: words[1], sinks: ["broker"])
        settings.durability = durability
        settings.queueLimit = 1 << 20
        let progress = Progress()
        let log = TelegramLog(settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { event in
            if case .stored(let meter, let id) = event { progress.stored(meter, id) }
        }
        await log.start()
        for counter in first..<first + count {
            for number in 0..<meters {
                guard let record = TelegramRecord.sample(meter: number, counter: counter) else { exit(70) }
                progress.expect(record.meter, counter)
                log.append(record)
            }
            if counter % 4 == 0 { await take(log) }
        }
        await log.stop()
        print("done")
    }

    /// Takes what there is as a sink would.
    private static func take(_ log: TelegramLog) async {
        let taken = await log.next("broker", limit: 20)
        log.acknowledge("broker", taken.map(\.token))
    }
}

/// Writes a line for each committed telegram; telegrams of a meter are committed in the order in which they were appended.
private final class Progress: Sendable {
    private let waiting = Mutex<[MeterID: [UInt32]]>([:])

    func expect(_ meter: MeterID, _ counter: UInt32) { waiting.withLock { $0[meter, default: []].append(counter) } }

    func stored(_ meter: MeterID, _ id: Int64) {
        let counter = waiting.withLock { $0[meter]?.removeFirst() }
        guard let counter else { return }
        let line = Array("\(meter) \(counter)\n".utf8)
        _ = unsafe write(STDOUT_FILENO, line, line.count)
    }
}

extension TelegramRecord {
    /// A telegram of about 700 bytes that follows from meter and counter.
    fileprivate static func sample(meter number: Int, counter: UInt32) -> TelegramRecord? {
        guard let meter = MeterID("meter-\(number)") else { return nil }
        let title = "5341470000000" + String(100 + number)
        var body = Array("/Lux5\\253663629_D\r\n\r\n".utf8)
        var state = UInt64(counter) &* 6_364_136_223_846_793_005 &+ UInt64(number)
        while body.count < 700 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            body.append(UInt8(32 + state >> 60))
        }
        return TelegramRecord(
            meter: meter, origin: .verified(EpochID(title: title, keyFingerprint: "0badcafe"), frameCounter: counter),
            checksum: .valid, isEncrypted: true, meterTime: UTCTime(seconds: 1_770_000_000 + 10 * Int64(counter)),
            received: UTCTime(seconds: 1_770_000_001 + 10 * Int64(counter)),
            registers: EnergyRegisters(energyImport: FixedPoint(Int64(counter), decimals: 3)), body: body)
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import History
import Logging
import Readings

/// Stores telegrams of several meters until it is killed, and says on its output which are committed.
///
/// Use: `LogWriter FOLDER DURABILITY METERS FIRST_COUNTER COUNT`. Each output line is `METER COUNTER`; a last line is `done`.
@main
enum LogWriter {
    static func main() async {
        let words = CommandLine.arguments
        guard words.count == 6, let durability = Durability(rawValue: words[2]),
            let meters = Int(words[3]),
            let first = UInt32(words[4]), let count = UInt32(words[5])
        else { exit(64) }
        var settings = StoreSettings(directory: words[1], sinks: ["broker"])
        settings.durability = durability
        // The telegrams' times are made up; none is to be old.
        settings.retention = .seconds(100 * 31_557_600)
        let progress = Progress()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let log = TelegramLog(settings, logger: logger, onEvent: progress.take)
        await log.start()
        for counter in first..<first + count {
            for number in 0..<meters {
                guard let record = TelegramRecord.sample(meter: number, counter: counter) else {
                    exit(70)
                }
                progress.expect(record.meter, counter)
                log.append(record)
                // Waits for the writer, so that each telegram has a transaction of its own, and takes as a sink does.
                let taken = await log.nextOfEach("broker", share: 20)
                log.acknowledge("broker", taken.map(\.token))
            }
        }
        await log.stop()
        print("done")
    }
}

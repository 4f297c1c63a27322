// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

/// A row of the table `telegram` as it was read back.
struct StoredTelegram: Sendable {
    let id: Int64
    let stream: Int64
    let counter: Int64
    let record: TelegramRecord

    /// What a row that was just written would be read back as.
    init(_ row: PlannedRow) {
        (id, stream, counter) = (row.id, row.stream, row.counter)
        var record = row.record
        record.gapCause = nil
        self.record = record
    }

    /// Reads the columns of a row that `telegramColumns()` names; throws `SQLITE_CORRUPT` where one
    /// holds what was never written.
    init(_ row: Row, _ stream: TelegramStream) throws {
        let flags = RecordFlags(bits: try row.integer(5))
        id = try row.integer(0)
        self.stream = stream.id
        counter = Int64(try row.counter(2))
        record = TelegramRecord(
            meter: stream.meter,
            origin: flags.origin(
                stream, title: try row.optionalText(10), counter: try row.counter(2),
                frameCounter: try row.optionalCounter(6)),
            checksum: flags.checksum, isEncrypted: flags.isEncrypted,
            meterTime: try row.optionalInteger(3).map(UTCTime.init(milliseconds:)),
            received: UTCTime(milliseconds: try row.integer(4)),
            registers: flags.registers(try row.optionalInteger(7), try row.optionalInteger(8)),
            isSuspect: flags.isSuspect, body: try row.bytes(9))
    }
}

extension Database {
    /// The columns that a stored telegram is read from.
    ///
    /// A database that nothing can be written to, or that was set aside, may be of a version that kept
    /// titles only with the stream.
    func telegramColumns() throws -> String {
        let hasTitles = try columns(in: "telegram").contains { $0.name == "title" }
        return "id, epoch, counter, meter_time, rx_time, flags, frame_counter, energy_import, "
            + "energy_export, body, " + (hasTitles ? "title" : "NULL")
    }
}

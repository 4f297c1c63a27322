// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Series

/// The head of a chain that somebody kept: `flat-1:35040:` and 64 hex digits, as published on
/// `meters/<id>/chain`.
struct KeptHead {
    /// Which meter, as configured.
    let meter: String
    /// How many records the chain had.
    let records: Int64
    /// The hash of the last of them, in lower case.
    let hash: String

    /// Reads it, or says how it is written.
    init(_ text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let records = Int64(parts[1]), records > 0, parts[2].count == 64,
            parts[2].allSatisfy(\.isHexDigit)
        else {
            throw ValidationError(
                "'\(text)' is no head; write it as flat-1:35040:HASH, with the number of records and the "
                    + "64 digits of the hash that `verify` printed")
        }
        meter = String(parts[0])
        self.records = records
        hash = parts[2].lowercased()
    }

    /// Whether the chain still has it, in the record of that number.
    func isHeld(by record: SealedQuarterHour?) -> Bool {
        record.map { $0.number == records && $0.hash == hash } ?? false
    }

    /// What that record says of it.
    func words(_ record: SealedQuarterHour?) -> String {
        if isHeld(by: record) { return "record \(records) is the one told" }
        guard let record, record.number == records else {
            return "BROKEN: there is no record \(records) any more"
        }
        return "BROKEN: record \(records) has the hash \(record.hash), which is not the one told"
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR

/// What goes out in one write, and the ledger's words for it.
///
/// One part a ledger line: two glued frames are one transmission of two parts.
struct Transmission: Sendable {
    /// Bytes with the line that accounts for them.
    struct Part: Sendable {
        let bytes: [UInt8]
        let entry: LedgerEntry
    }

    /// In the order of the wire.
    let parts: [Part]
    /// All bytes of all parts.
    let bytes: [UInt8]

    init(_ parts: [Part]) {
        self.parts = parts
        bytes = parts.flatMap(\.bytes)
    }

    /// The ledger's lines when so many bytes went out, the first of them as number `offset` of its
    /// port.
    ///
    /// A part that went out whole keeps its kind. Another is a `loss`: its kind becomes that word,
    /// its `of` the kind it would have been.
    func entries(sent: Int, offset: Int64, loss: String) -> [LedgerEntry] {
        var left = sent
        var position = offset
        return parts.map { part in
            let count = min(left, part.bytes.count)
            var entry = part.entry
            if count < part.bytes.count {
                entry.fields.insert(("of", .text(entry.kind)), at: 0)
                entry.kind = loss
            }
            let written = Array(part.bytes.prefix(count))
            entry.fields.append(("offset", .number(position)))
            entry.fields.append(("bytes", .number(Int64(count))))
            entry.fields.append(("checksum", .text(HexText.upper(CRC16.arc(written.span)))))
            left -= count
            position += Int64(count)
            return entry
        }
    }
}

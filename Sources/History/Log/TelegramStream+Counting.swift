// SPDX-License-Identifier: Apache-2.0
import Readings

extension TelegramStream {
    /// Counts a telegram, which gets the next number of the sequence if it has no counter; the gap
    /// before it.
    mutating func count(
        _ frameCounter: UInt32?, _ record: TelegramRecord, row: Int64, hasLost: Bool
    ) -> TelegramGap? {
        let before = account.last
        let counter = frameCounter ?? (before ?? 0) &+ 1
        var gap: TelegramGap?
        // No counter of a damaged database may stop the gateway: what falls back is no gap.
        if let epoch = account.epoch, let before, counter > before, counter - before > 1 {
            let cause =
                isOfThisRun ? (hasLost ? .notStored : record.gapCause ?? .unknown) : .gatewayOff
            let found = TelegramGap(
                meter: meter, epoch: epoch, counters: before + 1...counter - 1, from: lastReceived,
                to: record.received,
                cause: cause, energy: record.registers.advance(since: lastRegisters))
            if cause.isWhileOff {
                account.missedWhileOff += found.count
            } else {
                account.missedWhileOn += found.count
            }
            gap = found
        }
        account.first = account.first ?? counter
        account.last = counter
        account.stored += 1
        lastReceived = record.received
        lastRegisters = record.registers
        lastRow = row
        isOfThisRun = true
        return gap
    }
}

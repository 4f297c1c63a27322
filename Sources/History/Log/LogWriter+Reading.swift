// SPDX-License-Identifier: Apache-2.0
import Readings

// A database that cannot be written may still be read.
extension LogWriter {
    /// How long a meter's telegrams in memory wait for stored ones that cannot be read.
    static let patience = Duration.seconds(300)

    /// Where stored telegrams are read; `nil` while that is impossible.
    var readable: LogReading? { database.map { LogReading($0) } ?? reading }

    /// Whether telegrams in memory still wait for stored ones that cannot be read.
    var isHoldingBack: Bool {
        guard readable == nil, let unreadableSince else { return false }
        return clock.uptime() - unreadableSince < LogWriter.patience
    }

    /// Reads the database that cannot be written: its floors and accounts, if they are not known,
    /// and then its backlog.
    ///
    /// Of a database of a newer version only the floors and accounts: whether its telegrams still
    /// mean the same, only that version knows.
    mutating func readOn(_ fault: StoreFault) {
        stopReading()
        guard let opened = LogReading(files) else { return }
        do throws(StoreFailure) {
            let contents = try opened.access(LogContents.init)
            if identity == nil { try takeUp(contents, fault == .newerSchema ? nil : opened) }
            guard identity == contents.identity else { return opened.close() }
            reading = opened
            unreadableSince = nil
        } catch { opened.close() }
    }

    /// Stops reading; stored telegrams cannot be read from now on.
    mutating func stopReading() {
        reading?.close()
        reading = nil
        unreadableSince = unreadableSince ?? clock.uptime()
    }

    private mutating func takeUp(_ contents: LogContents, _ opened: LogReading?)
        throws(StoreFailure)
    {
        var fresh = StreamLedger(streams: contents.streams, nextRow: contents.nextRow)
        fresh.resume(ledger, isSame: false)
        ledger = fresh
        // What was ordered to begin anew and is not written yet goes on beginning anew.
        let begun = anew.values.reduce(Set<EpochID>()) { $0.union($1) }
            .union(waiting.entries.flatMap(\.anew))
        foresight?.raise(fresh.floors.filter { !begun.contains($0.key) })
        guard let opened else { return }
        try opened.access { try outbox.load(fresh.streams, contents.cursors, $0) }
        lastRowOfEarlierRun = fresh.nextRow - 1
        identity = contents.identity
        if contents.isUnclean { events.append(.uncleanStart) }
    }
}

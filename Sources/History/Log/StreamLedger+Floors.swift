// SPDX-License-Identifier: Apache-2.0
import Readings

// Floors belong to an epoch, whatever its meter is called.
extension StreamLedger {
    /// Raises floors that were known from elsewhere.
    mutating func raise(_ known: [EpochID: UInt32]) { floors.merge(known, uniquingKeysWith: max) }

    /// Takes over what this run knows, after the database was opened again; more if it is the same,
    /// or made from memory.
    mutating func resume(_ before: StreamLedger, isSame: Bool) {
        raise(before.floors)
        nextRow = max(nextRow, before.nextRow)
        guard isSame else { return }
        let known = Dictionary(before.streams.map { ($0.id, $0) }) { _, last in last }
        for index in streams.indices {
            guard let old = known[streams[index].id] else { continue }
            streams[index].isOfThisRun = old.isOfThisRun
            guard streams[index].lastRow == 0 else { continue }
            streams[index].lastRow = old.lastRow
            streams[index].lastReceived = old.lastReceived
            streams[index].lastRegisters = old.lastRegisters
        }
        findAccounts()
    }

    /// The floors with those of the streams used last at the end.
    var orderedFloors: [(EpochID, UInt32)] {
        var rows: [EpochID: Int64] = [:]
        for stream in streams {
            guard let epoch = stream.account.epoch else { continue }
            rows[epoch] = max(rows[epoch] ?? 0, stream.lastRow)
        }
        return floors.sorted { rows[$0.key] ?? 0 < rows[$1.key] ?? 0 }.map { ($0.key, $0.value) }
    }

    /// Lets the counters of some epochs begin anew, each in a new generation that begins under the
    /// name of a meter; the streams that have to be written.
    ///
    /// What has begun anew and has no telegram since stays as it is.
    mutating func forgetFloors(of epochs: Set<EpochID>, for meter: MeterID) -> [TelegramStream] {
        var opened: [TelegramStream] = []
        for epoch in epochs {
            let floor = floors.removeValue(forKey: epoch)
            let isNew = streams.contains {
                $0.account.epoch == epoch && $0.generation == generations[epoch]
                    && $0.account.last == nil
            }
            guard floor != nil || !isNew else { continue }
            generations[epoch] = (generations[epoch] ?? 0) + 1
            opened.append(streams[open(meter, epoch)])
        }
        return opened
    }

    /// Of the streams of an epoch, only those of the latest generation raise its floor.
    mutating func raiseFloors() {
        for stream in streams {
            guard let epoch = stream.account.epoch else { continue }
            generations[epoch] = max(generations[epoch] ?? stream.generation, stream.generation)
        }
        for stream in streams {
            guard let epoch = stream.account.epoch, stream.generation == generations[epoch],
                let last = stream.account.last
            else { continue }
            floors[epoch] = max(floors[epoch] ?? 0, last)
        }
    }
}

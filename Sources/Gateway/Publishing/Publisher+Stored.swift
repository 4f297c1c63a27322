// SPDX-License-Identifier: Apache-2.0
import History
import Locking
import MQTT
import Readings

// Meters that have not spoken in this run.
extension Publisher {
    /// Publishes the telegram that was stored last of meters that have not spoken yet: a broker may
    /// have forgotten what it retained.
    ///
    /// Single values that are worth something for seconds only are left out.
    func publishStored(_ records: [TelegramRecord]) {
        var encoder = StoredTelegramEncoder()
        for record in records {
            let latest = encoder.latest(
                record, winterOffset: outbox.winterOffset(of: record.meter))
            guard !latest.readings.isEmpty else { continue }
            known.withLock { known in
                guard known.meters.contains(record.meter), !known.heard.contains(record.meter)
                else { return }
                // Under the lock, so that what comes now comes after it.
                publish(latest: latest.payload, of: record.meter)
                guard settings.publishesValues else { return }
                known.values[record.meter, default: []].formUnion(latest.readings.map(\.name))
                let lasting = latest.readings.filter { !LiveReading.isLive($0.name) }
                setValues(record.meter, lasting, intervalMilliseconds: 0)
            }
        }
    }

    /// Clears everything retained of a meter or sensor that is no longer configured.
    ///
    /// Of one that said nothing since the start, the broker may hold values of an earlier run: then
    /// all of `readings`, the names that they can have, are cleared.
    func forget(_ id: MeterID, readings: Set<String>) {
        let seen = known.withLock { known in
            known.heard.remove(id)
            return known.values.removeValue(forKey: id)
        }
        let values = settings.publishesValues ? seen ?? readings : []
        let gone =
            [topics.availability(id), topics.health(id), topics.latest(id), topics.chain(id)]
            + values.sorted().map { topics.value(id, $0) }
        for topic in gone { client.clearState(topic) }
    }

    /// Clears the single values that a meter or sensor cannot have any more since its entry changed.
    ///
    /// Of `before`, the names that they could have, the broker may hold values of any earlier run.
    /// What `now` has as well stays, said or not: a pattern of alternatives gives now one value and
    /// now another.
    func forgetValues(_ id: MeterID, of before: Set<String>, except now: Set<String>) {
        guard settings.publishesValues else { return }
        let names = known.withLock { known in
            let said = known.values[id] ?? []
            known.values[id] = said.intersection(now)
            return said.union(before).subtracting(now)
        }
        let kept = Set(now.map { topics.value(id, $0) })
        for topic in Set(names.map { topics.value(id, $0) }).subtracting(kept).sorted() {
            client.clearState(topic)
        }
    }
}

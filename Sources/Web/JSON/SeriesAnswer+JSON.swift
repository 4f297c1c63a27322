// SPDX-License-Identifier: Apache-2.0
import Readings
import Series

extension SeriesAnswer {
    /// Writes it as the schema Series says: columns of equal length.
    func write(to json: inout JSONWriter, for question: SeriesQuestion, now: UTCTime) {
        json.object { json in
            json.field("id", question.id.text)
            json.field("resolution", question.resolution.rawValue)
            json.field("from", question.from)
            json.field("to", question.to)
            json.field("joined", joined)
            json.array("start") { json in
                for row in rows { json.time(row.period.start) }
            }
            json.array("quality") { json in
                for row in rows { json.string(row.quality.rawValue) }
            }
            json.array("is_whole") { json in
                for row in rows { json.bool(row.isWhole(at: now)) }
            }
            json.array("telegrams") { json in
                for row in rows { json.number(row.telegrams) }
            }
            json.object("values") { json in
                writeRegisters(to: &json, wanted: question.quantities)
                writeSamples(to: &json, wanted: question.quantities)
            }
        }
    }

    private func writeRegisters(to json: inout JSONWriter, wanted: Set<String>?) {
        let names = SeriesAnswer.names(rows.lazy.map { $0.registers.map(\.name) }, wanted)
        for name in names {
            let spans = rows.map { $0.register(name) }
            json.object(name) { json in
                json.column("start", spans.map(\.?.start))
                json.column("end", spans.map(\.?.end))
                json.column("difference", spans.map(\.?.difference))
            }
        }
    }

    private func writeSamples(to json: inout JSONWriter, wanted: Set<String>?) {
        let names = SeriesAnswer.names(rows.lazy.map { $0.samples.map(\.name) }, wanted)
        for name in names {
            let spans = rows.map { $0.sample(name) }
            json.object(name) { json in
                json.column("mean", spans.map(\.?.mean))
                json.column("min", spans.map(\.?.minimum))
                json.column("max", spans.map(\.?.maximum))
                json.column("last", spans.map(\.?.last))
                guard spans.contains(where: { $0?.gain != nil || $0?.use != nil }) else { return }
                json.column("gain", spans.map { $0?.gain })
                json.column("use", spans.map { $0?.use })
            }
        }
    }

    /// All names that are wanted, in the order in which they come.
    private static func names(_ lists: some Sequence<[String]>, _ wanted: Set<String>?) -> [String]
    {
        var names: [String] = []
        var known: Set<String> = []
        for list in lists {
            for name in list where wanted?.contains(name) ?? true && known.insert(name).inserted {
                names.append(name)
            }
        }
        return names
    }
}

extension SeriesRow {
    /// Whether the differences are all that passed in the period, or so far in one that is not over;
    /// if not, they are the least.
    fileprivate func isWhole(at now: UTCTime) -> Bool {
        guard now < period.end else { return isWhole }
        return telegrams > 0 && !edges.contains(.startsOpen)
    }
}

extension JSONWriter {
    fileprivate mutating func column(_ name: String, _ numbers: [FixedPoint?]) {
        array(name) { json in
            for number in numbers { json.numberOrNull(number) }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
public import Readings
public import Series

/// Rolls stored telegrams up into the history: incrementally, each once, restartable at any point.
///
/// Telegrams are read over a connection of its own and taken apart on the caller's task; the log's
/// writer only commits, a page at a time. What is written and how far the log was read are one
/// transaction, so a roll-up that is killed goes on where it was.
public struct HistoryRoller: Sendable {
    /// How a stored telegram's text is taken apart.
    public typealias Parser = @Sendable (TelegramRecord) -> ParsedTelegram

    /// Telegrams in one transaction.
    static let page = 200

    let log: TelegramLog
    let reader: SeriesReader
    let digest: SHA256Digest
    let parse: Parser
    /// The roll-ups as of the last commit.
    private var rollUps: [MeterID: RollUp] = [:]
    /// The database they belong to.
    private var identity: String?
    /// How far in the log they have come; `nil` when nothing is known.
    private var position: Int64?
    /// How many rows of the log it has passed over, because they cannot be read.
    private(set) var skipped = 0

    /// Rolls up a log, whose folder `reader` reads.
    ///
    /// `digest` is SHA-256.
    public init(
        log: TelegramLog, reader: SeriesReader, digest: @escaping SHA256Digest,
        parse: @escaping Parser
    ) {
        self.log = log
        self.reader = reader
        self.digest = digest
        self.parse = parse
    }

    /// Takes every telegram that was stored meanwhile; how many.
    ///
    /// When the store fails it ends early; the next call goes on.
    public mutating func rollUp() async throws(SeriesError) -> Int {
        var taken = 0
        while let count = try await rollUpPage() { taken += count }
        return taken
    }

    /// Adds samples of sensors and events; whether they are committed.
    public mutating func add(
        _ samples: [(sensor: MeterID, readings: [Reading], received: UTCTime)],
        events: [RecordedEvent] = []
    ) async throws(SeriesError) -> Bool {
        guard !samples.isEmpty || !events.isEmpty else { return true }
        _ = try await adopt(Array(Set(samples.map(\.sensor))))
        var changed = rollUps
        for sample in samples {
            changed[sample.sensor]?.take(
                Observation(sample: sample.readings, received: sample.received))
        }
        var batch = SeriesBatch()
        batch.events = events
        return await write(batch, changed, Set(samples.map(\.sensor))) == .written
    }

    /// Forgets what it knows, so that it is read again.
    mutating func forget() { rollUps = [:] }

    /// Takes the next rows of the log; how many telegrams there were, or `nil` at its end and where
    /// nothing could be written.
    ///
    /// It goes on behind the last row whatever the rows hold: one that cannot be read must not keep
    /// all that follow out of the history.
    private mutating func rollUpPage() async throws(SeriesError) -> Int? {
        let unrolled = try await reader.offload { (reader) throws(SeriesError) in
            try reader.unrolled(limit: HistoryRoller.page)
        }
        let page = unrolled.page
        guard let last = page.last else { return nil }
        // Another roller may have gone on meanwhile.
        if position != unrolled.position { rollUps = [:] }
        let meters = Set(page.telegrams.map(\.record.meter))
        guard try await adopt(Array(meters)) == unrolled.identity else { return nil }
        var changed = rollUps
        for telegram in page.telegrams {
            changed[telegram.record.meter]?.take(observation(telegram))
        }
        var batch = SeriesBatch()
        batch.positions = (unrolled.position, last)
        guard await write(batch, changed, meters) == .written else { return nil }
        skipped += page.skipped
        if page.skipped > 0 { log.tellPassedOver(page.skipped, until: last) }
        return page.telegrams.count
    }

    /// Writes what changed roll-ups have to say, and keeps them if that worked.
    private mutating func write(
        _ batch: SeriesBatch, _ changed: [MeterID: RollUp], _ meters: Set<MeterID>
    ) async -> SeriesOutcome {
        var batch = batch
        var changed = changed
        for meter in meters.sorted(by: { $0.text < $1.text }) {
            guard let output = changed[meter]?.drain(), let tail = changed[meter]?.tail else {
                continue
            }
            batch.parts.append(SeriesBatch.Part(meter: meter, output: output, tail: tail))
        }
        let outcome = await log.write(batch, digest: digest)
        rollUps = outcome == .written ? changed : [:]
        if let positions = batch.positions {
            position = outcome == .written ? positions.after : nil
        }
        return outcome
    }

    /// Makes sure that the roll-ups of some meters are known; the identity of their database.
    private mutating func adopt(_ meters: [MeterID]) async throws(SeriesError) -> String {
        let known = identity
        let missing = meters.filter { rollUps[$0] == nil }
        let (found, now) = try await reader.offload { (reader) throws(SeriesError) in
            try reader.rollUps(missing, all: meters, unless: known)
        }
        if now != known { rollUps = [:] }
        identity = now
        rollUps.merge(found) { _, new in new }
        return now
    }

    /// What a stored telegram says.
    func observation(_ telegram: StoredTelegram) -> Observation {
        let record = telegram.record
        let parsed = parse(record)
        let authentication: Authentication =
            switch record.origin {
            case .verified: .verified
            case .unverified: .unverified
            case .clear: .clear
            }
        return Observation(
            place: telegram.id, meterTime: record.meterTime, received: record.received,
            equipment: parsed.equipment, counter: record.origin.frameCounter,
            authentication: authentication,
            isChecked: authentication == .verified || record.checksum == .valid,
            readings: parsed.readings)
    }
}

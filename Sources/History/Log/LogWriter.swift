// SPDX-License-Identifier: Apache-2.0
import GRDB
import Readings

/// The log's one writer: stores what arrives, or keeps it while there is no store, and knows which
/// of the two it is.
///
/// It belongs to one serial queue, may wait for the disk, and looks at no clock but the injected
/// one.
struct LogWriter: Sendable {
    /// The database, or when to look for it again.
    enum Storage: Sendable {
        case open(LogDatabase)
        case closed(retryAt: Duration)
    }

    let settings: StoreSettings
    let clock: StoreClock
    let files: StoreFiles
    let ballast: Ballast
    let migrator: DatabaseMigrator
    var floorFile: FloorFile
    /// The epochs whose floors this run has written beside the database.
    var notedEpochs: Set<EpochID> = []
    /// Whether the floors of earlier runs are known.
    var hasReadFloors = false
    var storage: Storage
    /// The database while it cannot be written, but read.
    var reading: LogReading?
    /// Since when nothing can be stored.
    var closedSince: Duration?
    /// Since when stored telegrams cannot be read.
    var unreadableSince: Duration?
    var ledger = StreamLedger()
    var outbox: Outbox
    var waiting = WaitingTelegrams()
    /// The ledger as it will be once what waits is stored; `nil` when nothing waits for long.
    var foresight: StreamLedger?
    /// Whether the database seemed damaged a short while ago.
    var isSuspect = false
    /// The damaged database that telegrams are being saved from.
    var salvage: Salvage?
    /// Whether somebody sees to it that they are.
    var isRescuing = false
    /// Whether the latest step of that failed.
    var hasRescueFailed = false
    /// Whether it failed twice in a row: then it waits for the next tick.
    var isRescueStuck = false
    /// Whether sinks were given less than there is, because it could not be read.
    var hasFallenShort = false
    /// Whether sinks are to be given what there is although nothing new came.
    var isGivingDue = false
    /// Whether the daily look for damage has to be taken.
    var isCheckDue = false
    /// The number of the file that is being looked through.
    var checkedNode: UInt64?
    /// What the first of two looks took for damage, until the second is over.
    var suspectedDamage: String?
    /// Whether the latest look found damage.
    var isCheckFailed = false
    /// What was committed since the writer's present job began, by stream, unless rows were removed
    /// since: a sink that is given it at once need not read it.
    var justStored: [Int64: FreshTelegrams] = [:]
    /// What happened and was not told yet.
    var events: [StoreEvent] = []
    var snapshot: StoreSnapshot
    /// The database's own name, to know it again; `nil` before it was ever open.
    var identity: String?
    /// The epochs that begin anew by an order that is not written yet, with the next telegram that
    /// comes of the meter that it was given for.
    var anew: [MeterID: Set<EpochID>] = [:]
    /// The meters of which accepted telegrams were dropped since the last one stored.
    var lossy: Set<MeterID> = []
    var schedule: Schedule
    /// Whether telegrams were committed since the last commit that was forced to the medium.
    var isDirty = false
    var lastRowOfEarlierRun: Int64 = 0

    /// When the jobs that are not done with every telegram were done last.
    struct Schedule: Sendable {
        var durable: Duration
        var prune: Duration
        var care: Duration
        /// Not before then are telegrams looked for that could go.
        var room: Duration
    }

    init(
        _ settings: StoreSettings, clock: StoreClock,
        migrator: DatabaseMigrator = LogSchema.migrator
    ) {
        self.settings = settings
        self.clock = clock
        self.migrator = migrator
        files = StoreFiles(directory: settings.directory)
        ballast = Ballast(files: files)
        floorFile = FloorFile(path: files.floors)
        outbox = Outbox(sinks: settings.sinks)
        let now = clock.uptime()
        storage = .closed(retryAt: now)
        schedule = Schedule(durable: now, prune: now, care: now, room: now)
        snapshot = StoreSnapshot(
            state: StoreState(fault: nil, isStoring: false, since: clock.wall()))
    }

    /// The database while it works.
    var database: LogDatabase? {
        if case .open(let database) = storage { return database }
        return nil
    }

    /// Takes telegrams that arrived; `dropped` of each meter had no room in the queue.
    mutating func take(_ arrivals: [TelegramRecord], dropped: [MeterID: UInt64]) {
        lossy.formUnion(dropped.keys)
        snapshot.dropped += dropped.values.reduce(0, +)
        for record in arrivals {
            waiting.append(record, anew: anew.removeValue(forKey: record.meter) ?? [])
        }
        flush()
        if givesWaiting, !waiting.isEmpty {
            foretell()
            for meter in Set(arrivals.map(\.meter)) { events.append(.kept(meter)) }
        }
    }

    /// Lets the counter of a meter begin anew, after the telegrams that it has sent so far.
    ///
    /// `heard` is the epoch that its channel knows: floors bear no meter's name, and its streams may
    /// bear another or be lost. Without it, all epochs of the meter's streams begin anew. Without a
    /// store the order is written once there is one.
    mutating func acceptCounter(_ meter: MeterID, heard: EpochID?) -> CounterOutcome {
        var foreseen = foresight ?? ledger
        let epochs = heard.map { [$0] } ?? foreseen.epochs(of: meter)
        guard !epochs.isEmpty else { return .nothingKnown }
        _ = foreseen.forgetFloors(of: epochs, for: meter)
        foresight = foreseen
        anew[meter, default: []].formUnion(epochs)
        flush(isLast: true)
        let isNoted = floorFile.write(knownFloors)
        return anew.isEmpty && isNoted ? .written : .unwritten
    }

    /// The floors, with those of telegrams that wait.
    var knownFloors: [(EpochID, UInt32)] { (foresight ?? ledger).orderedFloors }

    /// Stores everything, forces it to the medium and closes the database.
    mutating func close() {
        flush(isLast: true)
        reading?.close()
        reading = nil
        guard let database else { return }
        try? database.transact { try $0.note("clean", "yes") }
        database.close()
        salvage?.close()
        storage = .closed(retryAt: clock.uptime())
    }

    /// Leaves everything as a killed process would, for tests.
    mutating func abandon() {
        database?.close()
        reading?.close()
        salvage?.close()
    }

    /// Changes what the log says of itself.
    ///
    /// As long as nothing else is wrong, a look that found damage is.
    mutating func state(_ other: StoreFault?, isStoring: Bool) {
        let fault = other ?? (isStoring && isCheckFailed ? .checkFailed : nil)
        guard snapshot.state.fault != fault || snapshot.state.isStoring != isStoring else { return }
        snapshot.state = StoreState(fault: fault, isStoring: isStoring, since: clock.wall())
        events.append(.changed(snapshot.state))
    }

    /// Brings the figures up to date, all but the accounts.
    mutating func refresh() {
        for sink in outbox.sinks {
            let oldest = snapshot.backlogs[sink.name]?.oldest
            let backlog = outbox.backlog(sink, waiting, oldest: oldest)
            snapshot.backlogs[sink.name] = backlog
            if backlog.count == 0 { snapshot.backlogs[sink.name]?.oldest = nil }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import Readings

/// One port of the street: who speaks there, when, and what became of each of its bytes.
///
/// Belongs to the street's thread and never waits: what its reader does not take delays no other
/// port.
final class StreetPort {
    let id: String
    let outlet: any Outlet
    var station: Station
    var garbage = false
    var isSilent = false
    private(set) var isRequested = true
    private(set) var sent = 0

    private let interval: Int64
    private let byteTime: Int64
    private let isPaced: Bool
    private let ledger: Ledger
    private var sender: PortSender
    private var requestFile: RequestFile
    private var random: SeededRandom

    private var due: Int64
    private var isHeard = false
    private var isLeaving = false
    private var pouredUntil: Int64 = 0

    init(
        id: String, station: Station, outlet: any Outlet, milliseconds: Int, baud: Int,
        isPaced: Bool, first: Int64, files: StreetFiles, ledger: Ledger, seed: UInt64
    ) {
        self.id = id
        self.station = station
        self.outlet = outlet
        interval = Int64(milliseconds) * 1_000_000
        byteTime = 10_000_000_000 / Int64(baud)
        self.isPaced = isPaced
        due = first
        requestFile = RequestFile(path: files.request(id))
        self.ledger = ledger
        sender = PortSender(id: id, outlet: outlet, ledger: ledger)
        random = SeededRandom(seed: seed)
    }

    /// How many bytes have gone out since the start.
    var offset: Int64 { sender.offset }

    /// Whether nothing waits for room on the line.
    var isIdle: Bool { sender.isIdle }

    /// Whether there is a port, on its way out or not.
    var isThere: Bool { outlet.place != nil }

    /// Whether there is a port, and it is to stay.
    var isPlugged: Bool { isThere && !isLeaving }

    /// Pulls the plug as soon as the reader has had time to take what was sent: a port that
    /// vanishes takes the kernel's buffer with it, and the ledger would claim what nobody could
    /// read.
    func unplug() { isLeaving = isThere }

    /// Puts the port back, elsewhere.
    func replug() throws(SimulationError) {
        if isLeaving { try leave() }
        try outlet.replug()
        try notePlace("plugged")
    }

    /// When to look again at the latest.
    func nextWake(after now: Int64) -> Int64 {
        var wake = now + (garbage || isLeaving ? 10_000_000 : 50_000_000)
        if isSpeaking, !isLeaving, interval > 0 || (isHeard && isIdle) { wake = min(wake, due) }
        return wake
    }

    /// The descriptor on which it waits for room, if it does.
    var waitsForRoom: Int32? { isIdle ? nil : outlet.writable }

    /// Does what is due; `hurry` is the distance of telegrams as long as meters have a past to tell.
    func attend(now: Int64, time: UTCTime, hurry: Int64? = nil) throws(SimulationError) {
        isHeard = outlet.isHeard(now: now)
        try sender.carryOn(isHeard: isHeard)
        if isLeaving {
            if !isHeard || SystemCall.monotonic() - sender.lastWrite >= StreetPort.lingering {
                try leave()
            }
            return
        }
        try lookAtRequest(now: now)
        if isSpeaking, now >= due, interval > 0 || (isHeard && isIdle) {
            try speak(now: now, time: time, hurry: hurry)
        }
        try pour(now: now)
    }

    /// Sets the data-request line; a meter that is asked speaks within a second.
    func request(_ on: Bool, now: Int64) {
        if on, !isRequested { due = min(due, now + 500_000_000) }
        isRequested = on
    }

    /// Takes bytes that are not the station's next words: noise, or old frames once more.
    func order(_ transmissions: [Transmission]) throws(SimulationError) {
        try sender.order(transmissions)
    }

    /// Bytes that mean nothing.
    func noise(_ count: Int, fault: String) -> Transmission {
        let entry = LedgerEntry(kind: "noise", id: id, fields: [("fault", .text(fault))])
        return Transmission([Transmission.Part(bytes: random.bytes(count), entry: entry)])
    }

    private static let lingering: Int64 = 100_000_000

    /// Writes down where the port is now.
    func notePlace(_ kind: String) throws(SimulationError) {
        var entry = LedgerEntry(kind: kind, id: id, fields: [("port", .text(outlet.address))])
        entry.fields.append(("place", outlet.place.map(LedgerValue.text) ?? .none))
        try ledger.record(entry)
    }

    private func leave() throws(SimulationError) {
        isLeaving = false
        outlet.unplug()
        isHeard = false
        try sender.carryOn(isHeard: false)
        try notePlace("unplugged")
    }

    private var isSpeaking: Bool { isRequested && !isSilent }

    private func speak(now: Int64, time: UTCTime, hurry: Int64?) throws(SimulationError) {
        guard let next = try station.next(at: time) else {
            due = now + max(interval, 1_000_000_000)
            return
        }
        var interval = interval
        if let hurry, case .meter = station { interval = hurry }
        let lineTime = isPaced ? Int64(next.bytes.count) * byteTime : 0
        due += interval
        if due <= now { due = now + max(interval, lineTime) }
        sent += next.parts.count
        guard isHeard else { return try sender.lose(next, "unheard") }
        let hasBegun = isIdle ? try sender.begin(next) : false
        if !hasBegun { try sender.lose(next, "overrun") }
    }

    /// Random bytes, as many as the line carries in the time since the last ones.
    private func pour(now: Int64) throws(SimulationError) {
        defer { if !garbage || !isHeard { pouredUntil = now } }
        guard garbage, isHeard, isIdle else { return }
        let count = min(4_096, (now - pouredUntil) / byteTime)
        guard count > 0 else { return }
        pouredUntil = now
        // Without room nothing was sent, so there is nothing to account for.
        _ = try sender.begin(noise(Int(count), fault: "garbage"))
    }

    private func lookAtRequest(now: Int64) throws(SimulationError) {
        guard let level = requestFile.change(now: now) else { return }
        request(level, now: now)
        try ledger.record(
            LedgerEntry(kind: "request", id: id, fields: [("on", .flag(isRequested))]))
    }
}

// SPDX-License-Identifier: Apache-2.0

/// Puts transmissions on a port's line as there is room, one after the other, and writes down what
/// became of each of their bytes.
struct PortSender {
    private static let waitingLimit = 64

    private let id: String
    private let outlet: any Outlet
    private let ledger: Ledger
    /// How many bytes have gone out since the start.
    private(set) var offset: Int64 = 0
    /// When the last of them did.
    private(set) var lastWrite: Int64 = 0
    /// Begun, and waiting for room.
    private var unfinished: (transmission: Transmission, sent: Int)?
    /// Ordered from outside; goes out as room allows.
    private var waiting: [Transmission] = []

    init(id: String, outlet: any Outlet, ledger: Ledger) {
        self.id = id
        self.outlet = outlet
        self.ledger = ledger
    }

    /// Whether nothing waits for room on the line.
    var isIdle: Bool { unfinished == nil && waiting.isEmpty }

    /// Takes what goes out behind all that waits.
    mutating func order(_ transmissions: [Transmission]) throws(SimulationError) {
        guard waiting.count + transmissions.count <= PortSender.waitingLimit else {
            throw .lineFull(id: id)
        }
        waiting += transmissions
    }

    /// Starts a transmission; `false` when the line has no room for a single byte.
    mutating func begin(_ transmission: Transmission) throws(SimulationError) -> Bool {
        let written = outlet.write(transmission.bytes[...])
        let stamp = Stamp.now()
        guard let count = written else {
            try account(transmission, sent: 0, loss: "unheard", at: stamp)
            return true
        }
        if count == transmission.bytes.count {
            try account(transmission, sent: count, loss: "cut", at: stamp)
        } else if count > 0 {
            unfinished = (transmission, count)
        }
        return count > 0
    }

    /// Goes on with what waits for room; without a reader it is lost.
    mutating func carryOn(isHeard: Bool) throws(SimulationError) {
        if let (transmission, before) = unfinished {
            let count = isHeard ? outlet.write(transmission.bytes[before...]) : nil
            let stamp = Stamp.now()
            let sent = before + (count ?? 0)
            unfinished = (transmission, sent)
            if count == nil || sent == transmission.bytes.count {
                unfinished = nil
                try account(transmission, sent: sent, loss: "cut", at: stamp)
            }
        }
        while unfinished == nil, let next = waiting.first {
            if !isHeard {
                try lose(next, "unheard")
            } else if try !begin(next) {
                return
            }
            waiting.removeFirst()
        }
    }

    /// Writes down that nothing of a transmission went out, and why.
    mutating func lose(_ transmission: Transmission, _ loss: String) throws(SimulationError) {
        try account(transmission, sent: 0, loss: loss, at: .now())
    }

    private mutating func account(
        _ transmission: Transmission, sent: Int, loss: String, at stamp: Stamp
    ) throws(SimulationError) {
        if sent > 0 { lastWrite = stamp.monotonic }
        for entry in transmission.entries(sent: sent, offset: offset, loss: loss) {
            try ledger.record(entry, at: stamp)
        }
        offset += Int64(sent)
    }
}

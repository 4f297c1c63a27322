// SPDX-License-Identifier: Apache-2.0
import Glibc
import Readings

/// A row of virtual meters and sensors, each speaking on a port of its own.
///
/// Everything happens on the thread that calls ``run()``; ``StreetThread`` gives it one. Other
/// processes give orders through the socket `control` in the street's directory.
public final class Street {
    /// The directory, absolute.
    public var directory: String { files.directory }
    let wake: WakePipe
    private let plan: StreetPlan
    let files: StreetFiles
    let ledger: Ledger
    let clock: VirtualClock
    private let control: ControlSocket
    let ports: [StreetPort]
    private let begun: Int64
    var hasQuit = false

    /// Builds the street: from here on the ports are there, and silent until ``run()``.
    public init(_ plan: StreetPlan) throws(SimulationError) {
        try plan.validate()
        self.plan = plan
        wake = try WakePipe()
        files = try StreetFiles(directory: plan.directory)
        control = try ControlSocket(path: files.control, directory: files.directory)
        begun = SystemCall.monotonic()
        let present = UTCTime(milliseconds: SystemCall.wallClock())
        let ago = Int64(plan.past ?? 0) * 3_600_000
        clock = VirtualClock(
            start: plan.start ?? UTCTime(milliseconds: present.milliseconds - ago),
            monotonic: begun, acceleration: plan.pace, present: plan.past.map { _ in present })
        ledger = try Ledger(path: files.ledger)
        ports = try StreetBuilder(
            plan: plan, files: files, ledger: ledger, clock: clock, begun: begun
        ).ports()
        try note(
            "start", ("seed", .text(String(plan.seed))), ("time", .text(clock.start.description)))
        for port in ports { try port.notePlace("plugged") }
    }

    /// Speaks until the time is up, `quit` is ordered or ``StreetThread/stop()`` is called.
    ///
    /// Whatever its end, the links and the control socket are gone behind it.
    public func run() throws(SimulationError) {
        defer { for port in ports { port.outlet.unplug() } }
        let end = plan.seconds.map { begun + Int64($0) * 1_000_000_000 } ?? .max
        while true {
            let now = SystemCall.monotonic()
            if now >= end { hasQuit = true }
            if hasQuit { for port in ports { port.unplug() } }
            var next = hasQuit ? .max : end
            for port in ports {
                try port.attend(
                    now: now, time: clock.time(at: now),
                    hurry: clock.isBehind(at: now) ? plan.hurriedInterval : nil)
                next = min(next, port.nextWake(after: now))
            }
            if hasQuit, ports.allSatisfy({ !$0.isThere }) { break }
            if wait(until: next) { hasQuit = true }
            try control.attend { line throws(SimulationError) in try answer(line) }
        }
        try note("stop")
    }

    /// Waits for a command, for room on a line that had none, or for the time; `true` when it is to
    /// end.
    private func wait(until next: Int64) -> Bool {
        let reading = [wake.readEnd] + control.descriptors
        var entries = reading.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        entries += ports.compactMap(\.waitsForRoom).map {
            pollfd(fd: $0, events: Int16(POLLOUT), revents: 0)
        }
        let left = max(0, next - SystemCall.monotonic())
        unsafe poll(
            &entries, nfds_t(entries.count), Int32(min(1_000, (left + 999_999) / 1_000_000)))
        return entries[0].revents != 0 && wake.take()
    }

    private func note(_ kind: String, _ fields: (name: String, value: LedgerValue)...)
        throws(SimulationError)
    {
        try ledger.record(LedgerEntry(kind: kind, id: nil, fields: fields))
    }
}

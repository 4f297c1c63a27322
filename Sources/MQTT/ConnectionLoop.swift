// SPDX-License-Identifier: Apache-2.0
import Glibc
import Logging

/// Connects, and connects again, until the client is stopped.
final class ConnectionLoop {
    private let core: ClientCore
    private let preferred: MQTTVersion
    private var version: MQTTVersion
    private var backoff: Backoff
    private let errands: Errands
    private var addresses: BrokerAddresses
    /// The local address to connect from: the library tries one address family at a time.
    private var source: String?
    private var failures = 0
    /// What has been logged of the present outage.
    private var loggedFaults: Set<MQTTFault> = []
    /// How much has been logged lately: of each kind of fault, and of connections.
    private var limits: [String: LogLimit] = [:]

    /// A loop that has not begun.
    init(_ core: ClientCore) {
        self.core = core
        preferred = core.configuration.version == .v311 ? .v311 : .v5
        version = preferred
        backoff = Backoff(core.configuration.reconnect)
        errands = Errands(core)
        addresses = BrokerAddresses(core.configuration, errands)
    }

    /// Runs until the client is stopped.
    func run() {
        while beginAttempt() {
            let session = Session(core, version: version) { [self] in noteConnected($0) }
            do throws(MQTTFault) {
                try connect(session)
                try session.run()
                session.close()
                break
            } catch {
                session.close()
                if error == .versionUnsupported, fallBack() { continue }
                // The end was wanted while a name server was asked.
                if session.connectedAt == nil, !isRunning { break }
                ended(session, error)
            }
        }
        core.finish()
    }

    private func beginAttempt() -> Bool {
        core.access { state in
            state.retryWanted = false
            guard case .running = state.phase else { return false }
            return true
        }
    }

    private var isRunning: Bool {
        core.access { if case .running = $0.phase { true } else { false } }
    }

    private func connect(_ session: Session) throws(MQTTFault) {
        let host = core.configuration.host
        if HostName.isAddress(host) { return try session.connect(to: host) }
        guard core.configuration.tls == nil else { return try connectByName(session) }
        var failure = MQTTFault.nameNotResolved(host: host)
        for address in try addresses.next(prefersOld: source != nil) {
            addresses.trying(address)
            do throws(MQTTFault) {
                return try session.connect(to: address)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func connectByName(_ session: Session) throws(MQTTFault) {
        do throws(MQTTFault) {
            try session.connectByName(from: source, errands)
        } catch {
            guard source != nil else { throw error }
            source = nil
            try session.connectByName(from: nil, errands)
        }
    }

    /// Turns to 3.1.1 if that is allowed and not what was just tried.
    private func fallBack() -> Bool {
        guard core.configuration.version == .auto, version == .v5 else { return false }
        version = .v311
        return true
    }

    private func noteConnected(_ version: MQTTVersion) {
        var facts: Logger.Metadata = ["mqtt": "\(version.rawValue)"]
        if failures > 0 { facts["failures"] = "\(failures)" }
        let suffix = limits["connected", default: LogLimit()].room(at: .now)
        core.logger.log(
            level: suffix == nil ? .debug : .info, "Broker connected\(suffix ?? "")",
            metadata: facts)
        failures = 0
        loggedFaults = []
        addresses.reached()
    }

    private func ended(_ session: Session, _ error: MQTTFault) {
        let now = ContinuousClock.now
        let held = session.connectedAt.map { now - $0 }
        let finding = error.isUnexplained ? session.examine() : .nothing
        // A trial is no contest with another client.
        let pause = backoff.pause(
            after: finding == .nothing ? error : .tooLarge, held: held, now: now,
            jitter: Double.random(in: 0..<1))
        let fault = explain(error)
        if error.saysTooLarge { session.parkTooLarge(for: .seconds(3_600)) }
        if finding == .guilty { session.parkTooLarge(for: .seconds(600)) }
        core.access { state in
            if !error.isUnexplained { state.lanes.endTrial() }
            if !error.isUnexplained, !error.saysTooLarge { state.proved = nil }
            state.lanes.connectionEnded()
            state.status.connectedSince = nil
            state.status.lastFault = fault
        }
        report(fault)
        version = preferred
        if held == nil { changeAddressFamily(after: fault) }
        wait(until: now + pause)
    }

    private func report(_ fault: MQTTFault) {
        failures += 1
        let isNew = loggedFaults.insert(fault).inserted
        let suffix = isNew ? limits[fault.code, default: LogLimit()].room(at: .now) : nil
        core.logger.log(level: suffix == nil ? .debug : .warning, "\(fault)\(suffix ?? "")")
        core.onEvent(.disconnected(fault))
    }

    /// Adds what a single session cannot know: whether our own clock or another client is the
    /// reason.
    private func explain(_ fault: MQTTFault) -> MQTTFault {
        switch fault {
        case .tls(let reason, _):
            .tls(reason, clockUnset: WallClock.looksUnset(at: time(nil)))
        case .droppedByBroker where backoff.isContested: .sessionTaken
        default: fault
        }
    }

    /// A name can have addresses of both families, and the broker may listen on one only.
    private func changeAddressFamily(after fault: MQTTFault) {
        switch fault {
        case .unreachable, .noAnswer: source = source == nil ? "0.0.0.0" : nil
        default: break
        }
    }

    /// Waits for the next attempt, a stop, or the wish to try at once.
    private func wait(until deadline: ContinuousClock.Instant) {
        while true {
            let goesOn = core.access { state in
                guard case .running = state.phase else { return false }
                return !state.retryWanted
            }
            guard goesOn, ContinuousClock.now < deadline else { return }
            let woken = SocketReadiness.wait(
                socket: -1, forWriting: false, core.wake, until: deadline)
            core.noteWakeup(bySignal: woken.isWoken)
        }
    }
}

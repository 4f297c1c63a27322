// SPDX-License-Identifier: Apache-2.0
import Readings

// Orders from outside, and what the ledger says of them.
extension Street {
    /// Carries out one line; throws only when the ledger cannot be written.
    func answer(_ line: String) throws(SimulationError) -> String {
        let command: StreetCommand
        let port: StreetPort?
        let keyFile: String?
        do throws(SimulationError) {
            command = try StreetCommand(line)
            port = try self.port(for: command)
            keyFile = if let port { try perform(command, at: port) } else { nil }
        } catch {
            return "error \(error)"
        }
        if command == .list { return "ok [\(ports.map(summary).joined(separator: ","))]" }
        if command == .quit { hasQuit = true }
        var fields: [(name: String, value: LedgerValue)] = [("command", .text(line))]
        if let keyFile { fields.append(("key_file", .text(keyFile))) }
        try ledger.record(LedgerEntry(kind: "command", id: port?.id, fields: fields))
        return keyFile.map { "ok \($0)" } ?? "ok"
    }

    private func port(for command: StreetCommand) throws(SimulationError) -> StreetPort? {
        guard let id = command.id else { return nil }
        guard let port = ports.first(where: { $0.id == id }) else { throw .unknownPort(id) }
        return port
    }

    /// Carries an order out; the new key file's name if it made one.
    private func perform(_ command: StreetCommand, at port: StreetPort) throws(SimulationError)
        -> String?
    {
        switch command {
        case .noise(_, let bytes): try port.order([port.noise(bytes, fault: "noise")])
        case .unplug:
            guard port.isPlugged else { throw .alreadySo(id: port.id, state: "unplugged") }
            port.unplug()
        case .replug:
            guard !port.isPlugged else { throw .alreadySo(id: port.id, state: "plugged in") }
            try port.replug()
        case .turn(.garbage, _, let on): port.garbage = on
        case .turn(.silence, _, let on): port.isSilent = on
        case .turn(.request, _, let on): port.request(on, now: SystemCall.monotonic())
        default: return try change(command, at: port)
        }
        return nil
    }

    /// Orders that mean something for a meter or for a sensor only.
    private func change(_ command: StreetCommand, at port: StreetPort) throws(SimulationError)
        -> String?
    {
        let time = clock.time(at: SystemCall.monotonic())
        switch port.station {
        case .sensor(var station):
            try station.perform(command)
            port.station = .sensor(station)
        case .meter(var station):
            if case .replay(_, let count) = command {
                let frames = station.replay(count)
                guard !frames.isEmpty else { throw .nothingSent(id: port.id) }
                try port.order(frames)
            } else {
                try station.perform(command, at: time)
            }
            port.station = .meter(station)
            if case .newKey = command {
                return try files.writeKey(station.meter.keyHex, id: port.id, suffix: ".new")
            }
        }
        return nil
    }

    private func summary(of port: StreetPort) -> String {
        var fields: [(name: String, value: LedgerValue)] = [
            ("id", .text(port.id)), ("port", .text(port.outlet.address)),
            ("place", port.outlet.place.map(LedgerValue.text) ?? .none),
            ("sent", .number(Int64(port.sent))), ("bytes", .number(port.offset)),
            ("idle", .flag(port.isIdle)),
            ("request", .flag(port.isRequested)), ("silence", .flag(port.isSilent)),
            ("garbage", .flag(port.garbage)),
        ]
        if case .meter(let station) = port.station {
            fields.append(("identity", .text(station.meter.identity.name)))
            fields.append(
                ("next_counter", station.meter.nextCounter.map { .number(Int64($0)) } ?? .none))
            fields.append(("clear", .flag(station.inClear)))
        }
        return LedgerValue.object(fields)
    }
}

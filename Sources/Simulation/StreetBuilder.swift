// SPDX-License-Identifier: Apache-2.0
import Readings

/// Makes the ports of a plan, with the files that a gateway needs to read them.
struct StreetBuilder {
    let plan: StreetPlan
    let files: StreetFiles
    let ledger: Ledger
    let clock: VirtualClock
    let begun: Int64

    /// Meters first, then sensors.
    func ports() throws(SimulationError) -> [StreetPort] {
        var ports: [StreetPort] = []
        for number in 0..<plan.meters {
            let id = try StreetBuilder.identifier("flat-\(number + 1)")
            let meter = try VirtualMeter(
                id: id, number: number, seed: plan.seed, start: clock.start)
            _ = try files.writeKey(meter.keyHex, id: id.text)
            let station = MeterStation(meter: meter, seed: plan.seed)
            ports.append(try port(id, .meter(station), number: number))
        }
        for number in 0..<plan.sensors {
            let id = try StreetBuilder.identifier(
                number == 0 ? "rainwater" : "rainwater-\(number + 1)")
            let sensor = VirtualSensor(id: id, number: number, seed: plan.seed)
            let station = SensorStation(sensor: sensor, seed: plan.seed)
            ports.append(try port(id, .sensor(station), number: plan.meters + number))
        }
        let named = ports.map { (id: $0.id, port: $0.outlet.address) }
        let configuration = StreetConfiguration(
            plan: plan, meters: Array(named.prefix(plan.meters)),
            sensors: Array(named.dropFirst(plan.meters)))
        try files.writeConfiguration(configuration.text)
        return ports
    }

    private func port(_ id: MeterID, _ station: Station, number: Int) throws(SimulationError)
        -> StreetPort
    {
        let outlet: any Outlet =
            if let first = plan.firstTCPPort {
                try TCPOutlet(port: first == 0 ? 0 : UInt16(first + number))
            } else {
                try TerminalOutlet(link: files.link(id.text))
            }
        let isMeter = number < plan.meters
        let milliseconds = isMeter ? plan.interval : plan.sensorInterval
        // Real meters do not beat in step; the first word comes within a second of being asked.
        let spread =
            Int64(min(milliseconds, 1_000)) * 1_000_000 * Int64(number)
            / Int64(plan.meters + plan.sensors)
        return StreetPort(
            id: id.text, station: station, outlet: outlet, milliseconds: milliseconds,
            baud: isMeter ? plan.baud : 9_600, isPaced: plan.paced, first: begun + spread,
            files: files,
            ledger: ledger, seed: SeededRandom.mix(plan.seed, 400, Int64(number)))
    }

    private static func identifier(_ text: String) throws(SimulationError) -> MeterID {
        guard let id = MeterID(text) else { throw .unknownPort(text) }
        return id
    }
}

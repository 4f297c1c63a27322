// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import GPIO
import GatewayConfiguration
import History
import Logging
import MeterChannel
import NIOCore
import Pipeline
import Readings
import Serial

/// Makes the channel of each configured meter and sensor.
struct ChannelFactory {
    let consumers: [any UpdateConsumer]
    let group: any EventLoopGroup
    let claims: TitleClaims
    let lookout: PortLookout
    let logger: Logger

    /// The channel of a meter, which refuses what the log has seen; throws when OpenSSL has no memory,
    /// or the port no such speed.
    func meter(_ meter: MeterConfiguration, seen: [EpochID: UInt32]) throws -> MeterChannel {
        var logger = logger
        logger[metadataKey: "meter"] = "\(meter.id)"
        let address = try address(meter.port, keepsWaitingInput: true)
        var settings = MeterSettings(
            id: meter.id, port: address.text, key: meter.key,
            authenticationKey: meter.authenticationKey,
            policy: OpeningPolicy(meter), interval: meter.interval)
        settings.floor = ReplayFloor(seen, for: meter)
        if logger.logLevel <= .debug {
            settings.trace = { [logger] step in logger.debug("\(step)") }
        }
        guard let content = MeterContent(settings, claims: claims, now: .now()) else {
            throw Exit.because("no memory for the key of \(meter.id)", Exit.unavailable)
        }
        return MeterChannel(
            id: meter.id, settings: link(meter.port, address, meter.dataRequest, meter.id),
            content: content,
            consumers: consumers, lookout: lookout, eventLoop: group.next(), logger: logger)
    }

    /// The channel of a sensor; throws when the port has no such speed.
    func sensor(_ sensor: SensorConfiguration) throws -> SensorChannel {
        var logger = logger
        logger[metadataKey: "sensor"] = "\(sensor.id)"
        let address = try address(sensor.port, keepsWaitingInput: false)
        var line: DataRequestConfiguration?
        let timing: SensorSettings.Timing
        switch sensor.timing {
        case .eachLine: timing = .eachLine
        case .median(let every): timing = .every(every)
        case .poll(let every, let request):
            timing = .poll(every)
            line = request
        }
        let settings = SensorSettings(
            id: sensor.id, port: address.text, format: sensor.format, timing: timing,
            values: sensor.values)
        return SensorChannel(
            id: sensor.id, settings: link(sensor.port, address, line, sensor.id),
            content: SensorContent(settings, now: .now()), consumers: consumers,
            lookout: lookout, eventLoop: group.next(), logger: logger)
    }

    private func address(_ port: PortSettings, keepsWaitingInput: Bool) throws -> LinkAddress {
        switch port.address {
        case .tcp(let host, let number): return .tcp(host: host, port: Int(number))
        case .device(let path):
            // The configuration takes the same numbers.
            guard let baud = BaudRate(port.baud) else {
                throw Exit.because("\(port.baud) is no speed of \(path)", Exit.configuration)
            }
            var serial = SerialSettings(
                path: path, baud: baud, keepsWaitingInput: keepsWaitingInput)
            switch port.parity {
            case .none: serial.parity = .none
            case .even: serial.parity = .even
            case .odd: serial.parity = .odd
            }
            return .device(serial)
        }
    }

    private func link(
        _ port: PortSettings, _ address: LinkAddress, _ request: DataRequestConfiguration?,
        _ id: MeterID
    ) -> LinkSettings {
        LinkSettings(
            address, gap: port.gap,
            requestLine: request.map {
                GPIORequestLine(LineSpecification($0), consumer: "meter-gateway \(id)")
            },
            recordFile: port.recordFile)
    }
}

extension LineSpecification {
    /// The line that a configuration names.
    fileprivate init(_ request: DataRequestConfiguration) {
        self.init(chip: request.chip, line: .offset(0), activeLow: request.isActiveLow)
        switch request.line {
        case .offset(let number): line = .offset(number)
        case .name(let name): line = .name(name)
        }
        switch request.onExit {
        case .release: onExit = .release
        case .off: onExit = .off
        case .keep: onExit = .keep
        }
    }
}

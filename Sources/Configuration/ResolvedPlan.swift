// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import Readings
import Sensors

/// What the gateway will do with a configuration, in words: ports, lines, topics, key fingerprints,
/// and no secret.
public struct ResolvedPlan: Sendable {
    private let configuration: GatewayConfiguration

    /// Plans for a configuration.
    public init(_ configuration: GatewayConfiguration) { self.configuration = configuration }

    /// The plan in lines of text, each ended by a line feed.
    public func rendered() -> String {
        var lines = heading()
        for meter in configuration.meters { lines += [""] + section(meter) }
        for sensor in configuration.sensors { lines += [""] + section(sensor) }
        return lines.map { $0 + "\n" }.joined()
    }

    // MARK: Parts

    private func heading() -> [String] {
        let gateway = configuration.gateway
        let mqtt = configuration.mqtt
        var broker = "\(mqtt.broker), MQTT \(mqtt.version.rawValue)"
        broker += mqtt.clientID.map { ", client id \($0)" } ?? ", client id from the machine id"
        broker += mqtt.username.map { ", user \($0)" } ?? ""
        broker += mqtt.password == nil ? "" : " with a password"
        var trust = "clear text"
        if mqtt.broker.usesTLS {
            trust = "TLS, trusting \(mqtt.certificateAuthorityFile ?? "the system's certificates")"
            trust += mqtt.clientCertificate.map { ", showing \($0.certificateFile)" } ?? ""
        }
        let topics = mqtt.publishesValues ? "JSON and one for each reading" : "JSON"
        return [
            row(
                "gateway",
                "state in \(gateway.stateDirectory), durability \(gateway.durability.rawValue)"),
            row(
                "",
                "telegrams kept \(gateway.telegramRetention.written), time zone \(gateway.timeZone)"
            ),
            row("", kept(gateway.seriesRetention)),
            row("", "log level \(gateway.logLevel.rawValue)"),
            row("broker", broker), row("", trust),
            row("topics", "\(mqtt.baseTopic)/gateway/{state,health}"),
            row("", "\(topics); after an outage \(mqtt.backlogRate) telegrams a second"),
        ] + services(configuration).map { row($0.label, $0.text) }
    }

    private func section(_ meter: MeterConfiguration) -> [String] {
        let topic = "\(configuration.mqtt.baseTopic)/\(meter.id)"
        var lines = [title("meter", meter.id.text, meter.name, meter.isEnabled)]
        lines += port(meter.port)
        lines.append(
            row(
                "  key",
                meter.key.map { "fingerprint \($0.fingerprint)" } ?? "none: clear telegrams only"))
        if meter.key != nil {
            let clear = meter.allowsPlaintext ? ", clear telegrams allowed" : ""
            lines.append(
                row(
                    "  proof",
                    "\(meter.authentication.rawValue), by \(meter.authenticationKey)\(clear)"))
        }
        let interval = meter.interval.map { "every \($0.written)" } ?? "interval learnt"
        lines.append(row("  telegrams", "\(interval), standard time UTC\(meter.winterOffset)"))
        if let power = meter.referencePower {
            lines.append(row("  reference", "\(power) kW"))
        }
        lines.append(
            row("  request", meter.dataRequest.map { words($0) } ?? "no line: wired for good"))
        lines.append(
            row("  topics", "\(topic), \(topic)/{telegram,availability,health,event,chain}"))
        if configuration.mqtt.publishesValues { lines.append(row("", "\(topic)/<reading>")) }
        return lines
    }

    private func section(_ sensor: SensorConfiguration) -> [String] {
        let topic = "\(configuration.mqtt.baseTopic)/\(sensor.id)"
        var lines = [title("sensor", sensor.id.text, sensor.name, sensor.isEnabled)]
        lines += port(sensor.port)
        switch sensor.format {
        case .mb7060: lines.append(row("  format", "mb7060"))
        case .pattern(let pattern): lines.append(row("  format", "pattern \(pattern.text)"))
        }
        switch sensor.timing {
        case .eachLine: lines.append(row("  publishes", "each valid line"))
        case .median(let every):
            lines.append(row("  publishes", "the median every \(every.written)"))
        case .poll(let every, let line):
            lines.append(row("  publishes", "one reading every \(every.written)"))
            lines.append(row("  request", words(line)))
        }
        for value in sensor.values { lines.append(row("  value", words(value))) }
        lines.append(row("  topics", "\(topic), \(topic)/{raw,availability,health}"))
        if configuration.mqtt.publishesValues { lines.append(row("", "\(topic)/<reading>")) }
        return lines
    }

    private func port(_ port: PortSettings) -> [String] {
        var text = "\(port.address)"
        if case .device = port.address {
            text += ", \(port.baud) 8\(port.parity.rawValue.prefix(1).uppercased())1"
        }
        var lines = [row("  port", "\(text), a gap of \(port.gap.written) ends a frame")]
        if let file = port.recordFile { lines.append(row("  record", file)) }
        return lines
    }

    // MARK: Words

    private func words(_ line: DataRequestConfiguration) -> String {
        let level = line.isActiveLow ? "low" : "high"
        let end =
            switch line.onExit {
            case .release: "released"
            case .off: "switched off"
            case .keep: "kept on"
            }
        return "\(line.line) of \(line.chip), active \(level), \(end) at the end"
    }

    private func words(_ value: SensorValueDefinition) -> String {
        var text = value.readingName
        if let formula = value.formula {
            text += " = \(formula.text), where x is \(value.source)"
        } else if value.source != value.name {
            text += " = \(value.source)"
        }
        if let minimum = value.minimum { text += ", at least \(minimum)" }
        if let maximum = value.maximum { text += ", at most \(maximum)" }
        return text
    }

    private func title(_ kind: String, _ id: String, _ name: String, _ isEnabled: Bool) -> String {
        row(kind, id + (name == id ? "" : " (\(name))") + (isEnabled ? "" : ", disabled"))
    }

    private func row(_ label: String, _ text: String) -> String {
        label + String(repeating: " ", count: max(1, 13 - label.count)) + text
    }
}

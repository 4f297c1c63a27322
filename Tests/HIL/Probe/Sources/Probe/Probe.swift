// SPDX-License-Identifier: Apache-2.0
import GPIO
import Glibc
import Serial

/// Holds lines and ports in the emulated machine until its input ends.
///
///     hil-probe hold CHIP LINE release|off|keep     holds a line, asserted; LINE by number or name
///     hil-probe open PATH BAUD 8N1|7E1              holds a port, then prints its counters
///     hil-probe serve CHIP PATH LINE PATH LINE …    asserts each line, then counts each port's bytes
///
/// Prints `ready` once it holds what it should; otherwise `CODE: what is wrong`, and exits with 1.
@main
struct Probe {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            switch words.first {
            case "hold" where words.count == 4: try hold(words[1], words[2], words[3])
            case "open" where words.count == 4: try open(words[1], words[2], words[3])
            case "serve" where words.count >= 4: try serve(words[1], words.dropFirst(2))
            default: exit(64)
            }
        } catch let error as LineError {
            refuse(error.code, error.description)
        } catch let error as SerialError {
            refuse(error.code, error.description)
        } catch {
            exit(70)
        }
    }

    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static func refuse(_ code: String, _ description: String) {
        say("\(code): \(description)")
        exit(1)
    }

    private static func specification(
        _ chip: String, _ line: String, _ onExit: ExitLevel
    ) -> LineSpecification {
        let selector = UInt32(line).map { LineSelector.offset($0) } ?? .name(line)
        return LineSpecification(chip: chip, line: selector, onExit: onExit)
    }

    private static func hold(_ chip: String, _ line: String, _ onExit: String) throws(LineError) {
        let level: ExitLevel = onExit == "off" ? .off : onExit == "keep" ? .keep : .release
        var held = try OutputLine(
            specification(chip, line, level), consumer: "hil-probe", active: true)
        say("ready")
        // "0", "1": drives the line. Anything else, and the end of the input, lets go of it.
        while let word = readLine(), word == "0" || word == "1" {
            try held.set(word == "1")
            say("set \(word)")
        }
        held.close()
    }

    private static func settings(
        _ path: String, _ baud: String, _ format: String
    ) -> SerialSettings {
        let speed = Int(baud).flatMap { BaudRate($0) } ?? .b115200
        return format == "7E1"
            ? SerialSettings(path: path, baud: speed, parity: .even, dataBits: .seven)
            : SerialSettings(path: path, baud: speed)
    }

    private static func open(
        _ path: String, _ baud: String, _ format: String
    ) throws(SerialError) {
        let port = try SerialPort(settings(path, baud, format))
        say("ready")
        _ = readLine()
        if let counters = port.counters() {
            say("framing \(counters.framing) parity \(counters.parity) breaks \(counters.breaks)")
        }
        port.close()
    }

    private static func serve(_ chip: String, _ words: ArraySlice<String>) throws {
        var remaining = Array(words)
        var ports: [pollfd] = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
        var lines: [Held] = []
        while remaining.count >= 2 {
            let port = try SerialPort(settings(remaining[0], "115200", "8N1"))
            ports.append(pollfd(fd: port.release(), events: Int16(POLLIN), revents: 0))
            lines.append(try Held(specification(chip, remaining[1], .release)))
            remaining.removeFirst(2)
        }
        say("ready")
        var counts = [Int](repeating: 0, count: ports.count)
        var room = [UInt8](repeating: 0, count: 4_096)
        // Once the input has ended, what is already on its way is still counted.
        while poll(&ports, UInt(ports.count), ports[0].fd < 0 ? 200 : -1) > 0 {
            if ports[0].revents != 0 { ports[0].fd = -1 }
            for index in ports.indices.dropFirst() where ports[index].revents != 0 {
                counts[index] += max(read(ports[index].fd, &room, room.count), 0)
            }
        }
        lines.removeAll()
        say(counts.dropFirst().map { String($0) }.joined(separator: " "))
    }

    /// A held line that an array can keep.
    private final class Held {
        let line: OutputLine

        init(_ specification: LineSpecification) throws(LineError) {
            line = try OutputLine(specification, consumer: "hil-probe", active: true)
        }
    }
}

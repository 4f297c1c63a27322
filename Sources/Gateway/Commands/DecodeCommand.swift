// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DSMR
import FrameCrypto
import GatewayConfiguration
import Pipeline
import Sensors

/// `meter-gateway decode`: runs a recording through the same code as the daemon.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract:
            "Decode a recorded byte stream into JSON lines, one for each telegram and each stretch of other bytes.",
        discussion: """
            FILE holds the bytes as they came (see `record` in the configuration) or their hex digits; `-` reads \
            standard input. Every byte is accounted for. Exit code 0 if at least one telegram was accepted, else 1.
            """)

    @Option(
        name: .customLong("key"),
        help: ArgumentHelp("A key, 32 hex digits; may be given more than once.", valueName: "hex32")
    )
    var keys: [String] = []

    @Option(
        name: .customLong("key-file"),
        help: ArgumentHelp("A file with a key; may be given more than once.", valueName: "file"))
    var keyFiles: [String] = []

    @Option(
        help: ArgumentHelp(
            "The authentication key; Luxembourg's published one unless given.", valueName: "hex32"))
    var authKey: String?

    @Option(help: "What a sealed frame must prove: strict, crc or off.")
    var authentication = AuthenticationMode.strict

    @Flag(help: "Accept clear telegrams although a key is given.")
    var allowPlaintext = false

    @Option(
        help: ArgumentHelp("Refuse frames whose counter is not above this.", valueName: "counter"))
    var after: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What standard time is ahead of UTC.", valueName: "+hh:mm"))
    var winterOffset = "+01:00"

    @Option(
        help: ArgumentHelp(
            "Decode a sensor's recording instead: mb7060 or pattern:REGEX.", valueName: "format"))
    var sensor: String?

    @Argument(help: ArgumentHelp("The recording; - for standard input.", valueName: "file"))
    var file: String

    func run() throws {
        if let sensor {
            let format = try sensorFormat(sensor)
            guard try SensorDecoder(format: format).decode(try Recording.bytes(file)) else {
                throw Exit.no
            }
            return
        }
        let slots = try keySlots()
        guard let offset = UTCOffset(winterOffset) else {
            throw Exit.because("--winter-offset: expected +hh:mm, such as +01:00", Exit.usage)
        }
        let policy = OpeningPolicy(
            authentication: authentication, allowsPlaintext: allowPlaintext,
            winterOffset: Int64(offset.minutes) * 60)
        let floor = ReplayFloor(initial: after.map { FrameCounter($0) })
        let pipeline = TelegramPipeline(keys: slots, policy: policy, floor: floor)
        guard try StreamDecoder(pipeline: pipeline).decode(try Recording.read(file)) else {
            throw Exit.no
        }
    }

    private func keySlots() throws -> [KeySlot] {
        let authenticationKey: AuthenticationKey
        do throws(KeyError) {
            authenticationKey =
                try authKey.map { text throws(KeyError) in try AuthenticationKey(hex: text) }
                ?? .luxembourg
        } catch {
            throw Exit.because("--auth-key: \(error)", Exit.usage)
        }
        var texts = keys.map { ("--key", $0) }
        for path in keyFiles {
            texts.append((path, String(decoding: try Recording.bytes(path), as: UTF8.self)))
        }
        return try texts.map { name, text in
            do throws(KeyError) {
                let key = try EncryptionKey(hex: text)
                if let slot = KeySlot(key: key, authenticationKey: authenticationKey) {
                    return slot
                }
            } catch {
                throw Exit.because("\(name): \(error)", Exit.usage)
            }
            throw Exit.because("no memory for the key of \(name)", Exit.unavailable)
        }
    }

    private func sensorFormat(_ text: String) throws -> SensorFormat {
        if text.hasPrefix("pattern:") {
            do throws(SensorPatternError) {
                return .pattern(try SensorPattern(String(text.dropFirst("pattern:".count))))
            } catch {
                throw Exit.because("--sensor: \(error)", Exit.usage)
            }
        }
        guard let format = SensorFormat(name: text) else {
            throw Exit.because("--sensor: expected mb7060 or pattern:REGEX", Exit.usage)
        }
        return format
    }
}

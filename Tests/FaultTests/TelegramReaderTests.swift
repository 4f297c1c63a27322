// SPDX-License-Identifier: Apache-2.0
import History
import Readings
import Simulation
import Testing

@testable import Gateway

/// What the history gets of a stored telegram.
@Suite struct TelegramReaderTests {
    private static let start = UTCTime(seconds: 1_773_220_500)

    private static func meter() throws -> VirtualMeter {
        try VirtualMeter(id: try #require(MeterID("flat-1")), seed: 7, start: start)
    }

    private static func record(_ text: [UInt8], _ origin: TelegramOrigin) throws -> TelegramRecord {
        TelegramRecord(
            meter: try #require(MeterID("flat-1")), origin: origin, checksum: .valid,
            isEncrypted: true, meterTime: start, received: start, body: text)
    }

    @Test func `every value of a telegram reaches the history to the last digit`() throws {
        var meter = try Self.meter()
        let reader = TelegramReader()
        for minute in 1...5 {
            let sealed = try meter.frame(
                at: UTCTime(seconds: Self.start.seconds + Int64(minute) * 60))
            let parsed = reader.parse(
                try Self.record(
                    sealed.telegram.text,
                    .verified(
                        EpochID(title: sealed.systemTitle, keyFingerprint: "0badcafe"),
                        frameCounter: try #require(sealed.frameCounter))))
            #expect(parsed.equipment == meter.identity.name)
            let found = Dictionary(
                parsed.readings.map { ($0.name, $0.written) },
                uniquingKeysWith: { first, _ in first })
            let sent = Dictionary(
                sealed.telegram.readings.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first })
            #expect(sent.count > 40)
            for (name, value) in sent { #expect(found[name] == value, "\(name)") }
            #expect(Set(found.keys).subtracting(sent.keys) == [])
        }
    }

    @Test func `what is no telegram has no values, but keeps the name of its meter`() throws {
        let meter = try Self.meter()
        let title = meter.identity.systemTitle.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        let record = try Self.record(
            Array("/no telegram".utf8),
            .verified(
                EpochID(title: title, keyFingerprint: "0badcafe"), frameCounter: 1))
        let parsed = TelegramReader().parse(record)
        #expect(parsed.readings.isEmpty)
        #expect(parsed.equipment == meter.identity.name)
    }
}

extension Reading {
    /// The value as JSON has it, without quotes.
    fileprivate var written: String {
        switch value {
        case .number(let number): "\(number)"
        case .text(let text): text
        case .time(let time): "\(time)"
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
import DSMR
import Foundation
import FrameCrypto
import History
import Logging
import Pipeline
import Readings
import TestSupport
import Testing

/// A recorded frame is never believed again, however often the gateway starts anew.
@Suite struct ReplayGoalTests {
    private static func setting(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }

    @Test func `Goal G4 W14 W15 no replayed frame is accepted, across restarts`() async throws {
        let restarts = Self.setting("REPLAY_RESTARTS", 20)
        let replays = Self.setting("REPLAY_FRAMES", 10_000)
        let folder = try TemporaryFolder()
        let key = try SealedFrame.key(1)
        let payload = ClearTelegram.luxembourg(1, lines: 4)
        let frames = try (1...200).map {
            try SealedFrame(counter: UInt32($0)).bytes(payload, key: key)
        }
        var random = SeededGenerator(seed: 4)
        var sent = 0
        var accepted = 0
        var refused = 0
        for restart in 0..<restarts {
            let log = Self.log(folder.path)
            await log.start()
            var floor = ReplayFloor()
            for (epoch, counter) in await log.replayFloors() {
                let title = try #require(SystemTitle(hex: epoch.title))
                floor[.init(title: title, keyFingerprint: epoch.keyFingerprint)] =
                    FrameCounter(counter)
            }
            let slot = try #require(KeySlot(key: key, authenticationKey: .luxembourg))
            var pipeline = TelegramPipeline(keys: [slot], policy: OpeningPolicy(), floor: floor)
            // A few new ones, between them what somebody recorded before.
            for _ in 0..<replays / restarts {
                let number = Int.random(in: 0..<max(1, sent), using: &random)
                let isNew =
                    sent == 0 || (restart < 19 && sent < (restart + 1) * 10 && number % 9 == 0)
                let frame = isNew ? sent : number
                if isNew { sent += 1 }
                let bytes = frames[frame]
                pipeline.read(bytes.span) { event, _ in
                    switch event {
                    case .telegram(let frame):
                        accepted += isNew ? 0 : 1
                        if let record = Self.record(frame) { log.append(record) }
                    case .discarded(let discarded):
                        refused += discarded.reason == .replay ? 1 : 0
                    }
                }
            }
            await log.stop()
        }
        print("G4: \(refused) replays over \(restarts) restarts, \(accepted) accepted")
        #expect(accepted == 0)
        #expect(refused > replays * 9 / 10)
    }

    private static func log(_ folder: String) -> TelegramLog {
        TelegramLog(
            StoreSettings(directory: folder, sinks: ["none"]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private static func record(_ frame: AcceptedFrame) -> TelegramRecord? {
        guard let header = frame.header, let key = frame.keyFingerprint,
            let meter = MeterID("flat-1")
        else { return nil }
        return TelegramRecord(
            meter: meter,
            origin: .verified(
                EpochID(title: header.title.hex, keyFingerprint: key),
                frameCounter: header.counter.value),
            checksum: .valid, isEncrypted: true, meterTime: nil,
            received: StoreClock.system.wall(), body: [])
    }
}

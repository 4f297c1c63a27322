// SPDX-License-Identifier: Apache-2.0
import Foundation
import Logging
import Readings
import TestSupport
import Testing

@testable import History

@Suite struct RunningTests {
    @Test func `D15 by itself the log opens its database as soon as there is a folder`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path + "/state"
        var settings = StoreSettings(directory: path, sinks: ["broker"])
        settings.tick = .milliseconds(20)
        settings.reopenAfter = .zero
        let (events, told) = AsyncStream.makeStream(of: StoreEvent.self)
        let log = TelegramLog(
            settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onEvent: { told.yield($0) })
        await log.start()
        #expect(log.snapshot().state.word == "no_storage")
        let record = try TelegramRecord.telegram("flat-1", 5, at: StoreClock.system.wall())
        log.append(record)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        var isKept = false
        for await event in events {
            if case .kept = event { isKept = true }
            if case .stored(let meter, let id) = event {
                #expect(meter == record.meter)
                #expect(id == 1)
                break
            }
        }
        #expect(isKept)
        #expect(log.snapshot().state.word == "ok")
        #expect(await log.nextOfEach("broker", share: 5).map(\.record) == [record])
        await log.stop()
        log.append(record)
        #expect(await log.nextOfEach("broker", share: 5).isEmpty)
    }

    @Test func `every fault has a word and a sentence of its own`() {
        let faults: [StoreFault] = [
            .diskFull, .diskReadOnly, .noStorage, .newerSchema, .replaced, .checkFailed, .inUse,
            .ioError,
        ]
        #expect(
            faults.map(\.rawValue) == [
                "disk_full", "disk_readonly", "no_storage", "db_newer", "db_replaced",
                "check_failed", "in_use", "io_error",
            ])
        #expect(Set(faults.map(\.description)).count == faults.count)
    }
}

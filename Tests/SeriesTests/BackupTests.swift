// SPDX-License-Identifier: Apache-2.0
import Foundation
import FrameCrypto
import Readings
import Series
import TestSupport
import Testing

@testable import History

@Suite struct BackupTests {
    private let meter: MeterID
    private let start: UTCTime

    init() throws {
        meter = try .named("flat-1")
        start = try #require(UTCTime("2026-01-30T09:00:00Z"))
    }

    private func telegrams(_ range: ClosedRange<UInt32>) -> [TelegramRecord] {
        range.map { counter in
            .small(
                meter, counter, at: start.plus(Int64(counter) * 10),
                [("energy_import_kwh", Int64(counter))])
        }
    }

    @Test func `a copy of a running store is whole, private, and can be put in place`()
        async throws
    {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store(telegrams(1...400))
        var roller = history.roller()
        _ = try await roller.rollUp()
        let copy = other.path + "/copy.db"
        try history.reader.backup(to: copy)
        try history.reader.backup(to: copy)
        let before = try history.everything(meter)
        await history.store(telegrams(401...500))
        _ = try await roller.rollUp()
        #expect(other.names == ["copy.db"])
        let attributes = try FileManager.default.attributesOfItem(atPath: copy)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        await history.log.stop()

        let restored = try StoreRestore.restore(copy, into: folder.path)
        #expect(restored.meters == [meter])
        let name = try #require(restored.before?.split(separator: "/").last)
        #expect(name.hasPrefix("telegrams.before-restore-") && folder.names.contains(String(name)))
        let again = try await TestedHistory(folder.path, now: start)
        #expect(try again.everything(meter) == before)
        #expect(try again.reader.verifyChain(meter, digest: SHA256.digest).isWhole)
        await again.store(telegrams(501...510))
        var next = again.roller()
        #expect(try await next.rollUp() == 10)
        await again.log.stop()
    }

    /// Stores 400 telegrams in one folder and copies them into another; the copy's path.
    private func copyOfHistory(in folder: TemporaryFolder, to other: TemporaryFolder) async throws
        -> String
    {
        let history = try await TestedHistory(folder.path, now: start)
        await history.store(telegrams(1...400))
        let copy = other.path + "/copy.db"
        try history.reader.backup(to: copy)
        await history.log.stop()
        return copy
    }

    @Test func `a copy is not put in place while a gateway runs, nor a damaged one ever`()
        async throws
    {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let copy = try await copyOfHistory(in: folder, to: other)
        let lock = unsafe open(folder.path + "/lock", O_RDWR | O_CREAT, 0o600)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: SeriesError.inUse) {
            try StoreRestore.restore(copy, into: folder.path)
        }
        close(lock)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        for index in 4_096..<8_192 { bytes[index] = 0xA5 }
        let damaged = other.path + "/damaged.db"
        try bytes.write(to: URL(fileURLWithPath: damaged))
        for (file, isCopy) in [(damaged, false), (folder.path + "/floors", false), (copy, true)] {
            do throws(SeriesError) {
                _ = try StoreRestore.restore(file, into: folder.path)
                #expect(isCopy)
            } catch {
                guard case .notACopy = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(!isCopy)
            }
        }
    }

    @Test func `a copy is written over an older copy only, and never into the state folder`()
        async throws
    {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        await history.store(telegrams(1...400))
        let text = try other.write("no copy", to: "notes.txt")
        try FileManager.default.createSymbolicLink(
            atPath: other.path + "/link.db", withDestinationPath: folder.path + "/telegrams.db")
        try FileManager.default.createSymbolicLink(
            atPath: other.path + "/state", withDestinationPath: folder.path)
        for place in [
            text, other.path + "/link.db", other.path + "/state/copy.db",
            folder.path + "/telegrams.db", folder.path + "/copy.db", other.path, "/dev/null",
        ] {
            do throws(SeriesError) {
                try history.reader.backup(to: place)
                Issue.record("\(place) was taken")
            } catch {
                guard case .unsuitable = error else {
                    Issue.record("\(place): \(error)")
                    continue
                }
            }
        }
        #expect(try String(contentsOfFile: text, encoding: .utf8) == "no copy")
        #expect(other.names.sorted() == ["link.db", "notes.txt", "state"])
        #expect(!folder.names.contains { $0.hasSuffix(".part") })
        await history.log.stop()
    }

    @Test func `what was there before a restore is kept, however often one is restored`()
        async throws
    {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let copy = try await copyOfHistory(in: folder, to: other)
        let original = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/telegrams.db"))
        let places = try (0..<3).map { _ in try StoreRestore.restore(copy, into: folder.path).before
        }
        #expect(Set(places).count == 3)
        let first = try #require(places[0])
        #expect(try Data(contentsOf: URL(fileURLWithPath: first)) == original)
    }

    @Test func `what is there no more, a folder and a text are told apart from a copy`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path + "/nofile"
        #expect(throws: SeriesError.noCopy(path: missing)) {
            try StoreRestore.restore(missing, into: folder.path)
        }
        #expect(throws: SeriesError.notACopy(path: folder.path, "it is a folder")) {
            try StoreRestore.restore(folder.path, into: folder.path)
        }
        let text = try folder.write("no copy", to: "notes.txt")
        #expect(throws: SeriesError.notACopy(path: text, "it is no SQLite database")) {
            try StoreRestore.restore(text, into: folder.path)
        }
        #expect(folder.names.sorted() == ["lock", "notes.txt"])
    }

    @Test func `a copy that cannot be written leaves nothing behind`() async throws {
        let folder = try TemporaryFolder()
        let history = try await TestedHistory(folder.path, now: start)
        let (place, nowhere) = (folder.path + "/nowhere/copy.db", folder.path + "/nowhere")
        let error = SeriesError.noFolder(path: place, folder: nowhere)
        #expect(throws: error) { try history.reader.backup(to: place) }
        #expect("\(error)" == "\(place) cannot be written; make the folder \(nowhere) first")
        #expect(!folder.names.contains { $0.hasSuffix(".part") })
        await history.log.stop()
    }
}

// SPDX-License-Identifier: Apache-2.0
import Glibc
import Readings
import Simulation
import TestSupport

/// A running street in a directory of its own, taken down with everything in it.
final class TestStreet {
    let thread: StreetThread
    private let folder: TemporaryFolder

    /// A street of meters that speak each 20 ms, from a fixed moment on.
    init(_ change: (inout StreetPlan) -> Void = { _ in }) throws {
        folder = try TemporaryFolder()
        var plan = StreetPlan(directory: folder.path)
        plan.meters = 1
        plan.sensors = 0
        plan.interval = 20
        plan.sensorInterval = 20
        plan.start = TestStreet.start
        change(&plan)
        thread = try StreetThread(plan)
    }

    deinit {
        thread.stop()
        _ = try? thread.join()
    }

    /// 2026-03-11T09:15:00Z.
    static let start = UTCTime(seconds: 1_773_220_500)

    /// The ledger's lines of one port, or of the street.
    func ledger(_ id: String? = nil) -> [LedgerLine] {
        contents("ledger.jsonl").split(separator: "\n").map { LedgerLine($0) }.filter {
            $0["id"] == id
        }
    }

    /// Opens a port by its link.
    func reader(_ id: String = "flat-1") throws -> LineReader {
        guard let reader = LineReader(path: path(id)) else { throw Missing.port(id) }
        return reader
    }

    /// Lets a port fall silent and reads the rest of what it sent, so that nothing is on its way.
    ///
    /// `missed` bytes went out before this reader came.
    func finish(_ id: String, _ reader: LineReader, missed: Int = 0) throws -> [UInt8] {
        _ = try thread.command("garbage \(id) off")
        _ = try thread.command("silence \(id) on")
        while try summary(of: id)["idle"] == "false" {
            guard reader.wait(for: reader.bytes.count + 1) else { break }
        }
        _ = reader.wait(for: (try summary(of: id).number("bytes") ?? 0) - missed)
        return reader.bytes
    }

    /// What `list` says of a port.
    func summary(of id: String) throws -> LedgerLine {
        let ports = try thread.command("list").split(separator: "},{").map { LedgerLine($0) }
        return ports.first { $0["id"] == id } ?? LedgerLine("")
    }

    func path(_ name: String) -> String { "\(thread.directory)/\(name)" }

    func contents(_ name: String) -> String {
        let descriptor = unsafe open(path(name), O_RDONLY)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(descriptor, &room, room.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += room.prefix(count)
        }
    }

    /// What a test could not have.
    enum Missing: Error {
        case port(String)
    }
}

import Foundation
@testable import History
import Testing
@Suite(.serialized) struct Zz {
    @Test func `zz`() async throws {
        var g = SplitMix(seed: 77)
        for round in 0..<25 {
            let disk = try LoopDisk(megabytes: [12, 16, 24, 40].randomElement(using: &g) ?? 16)
            var tested = await TestedLog(disk.path)
            var c: UInt32 = 0
            for _ in 0..<40 {
                switch Int.random(in: 0..<10, using: &g) {
                case 0...4:
                    let n = UInt32.random(in: 1...400, using: &g)
                    try await tested.store(c + 1...c + n); c += n
                case 5: _ = try await tested.publish(5_000)
                case 6, 7:
                    let name = disk.path + "/f\(Int.random(in: 0..<3, using: &g))"
                    _ = try ChildProcess.run("sh", "-c", "cat /dev/zero > \(name) 2>/dev/null; sync")
                case 8:
                    for i in 0..<3 { try? FileManager.default.removeItem(atPath: disk.path + "/f\(i)") }
                default:
                    if Bool.random(using: &g) {
                        await tested.kill()
                        let clock = tested.clock
                        tested = await TestedLog(disk.path, clock: clock)
                    }
                }
                tested.clock.advance(Int64.random(in: 1...61, using: &g))
                await tested.log.tick()
            }
            for i in 0..<3 { try? FileManager.default.removeItem(atPath: disk.path + "/f\(i)") }
            tested.clock.advance(61); await tested.log.tick()
            try await tested.store(c + 1...c + 1)
            let s = tested.log.snapshot()
            let a = try tested.account()
            #expect(s.state.isStoring)
            #expect(a.last == c + 1)
            #expect(a.stored + (a.missed ?? 0) == UInt64((a.last ?? 0) - (a.first ?? 0)) + 1)
            let ok = await tested.number("SELECT 1 FROM pragma_integrity_check WHERE integrity_check = 'ok'")
            #expect(ok == 1)
            print("zz", round, s.state.word, a.stored, a.missed ?? 0, s.dropped, s.droppedUnpublished, tested.events.filter { if case .setAside = $0 { true } else { false } }.count)
            await tested.log.stop()
        }
    }
}

import Synchronization
import CFileFaults
import Foundation
@testable import History
import Testing
@Suite(.serialized) struct Zz {
    @Test func `zz`() async throws {
        let folder = try TemporaryFolder()
        DiskJournal.follow(folder.path)
        let tested = await TestedLog(folder.path) { $0.durability = .strict }
        try await tested.store([1,2,3])
        DiskJournal.dump()
        try await tested.store([4])
        DiskJournal.dump()
    }
}
extension DiskJournal {
  static func dump() { shared.withLock { for (k, f) in $0.files { print(k, f.durable.count, f.pending.count) } } }
}

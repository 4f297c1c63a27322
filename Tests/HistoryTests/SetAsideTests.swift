// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import History

/// Which of the damaged databases stay.
@Suite struct SetAsideTests {
    @Test func `D3 D12 the latest damaged databases stay although the clock was not set`() throws {
        let folder = try TemporaryFolder()
        let files = StoreFiles(directory: folder.path)
        func setAside(at time: Int64, _ content: String) throws {
            try content.write(toFile: files.database, atomically: true, encoding: .utf8)
            _ = try files.setAside(at: time)
        }
        try setAside(at: 1_770_000_000_000, "first")
        try setAside(at: 1_770_000_500_000, "second")
        try setAside(at: 5_000, "third, the clock not set")
        try setAside(at: 900_000, "fourth, not set either")
        try setAside(at: 1_770_000_900_000, "fifth")
        let contents = try files.damaged().map {
            try String(contentsOfFile: folder.path + "/" + $0, encoding: .utf8)
        }
        #expect(contents == ["third, the clock not set", "fourth, not set either", "fifth"])
    }
}

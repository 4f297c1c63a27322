// SPDX-License-Identifier: Apache-2.0
import Foundation
import Simulation
import TestSupport
import Testing

/// A gateway with more ports than the system gives inotify instances to a user.
@Suite struct ManyPortsTests {
    private static let count = 200

    /// A house with so many more meters, whose ports are not there.
    private static func house() async throws -> House {
        let house = try await House.one(every: "300ms")
        let absent = (0..<count).map { number in
            "  - id: absent-\(number)\n    port: \(house.path("absent-\(number)"))\n"
        }
        try house.configure { $0.replace("meters:\n", with: "meters:\n\(absent.joined())") }
        return house
    }

    /// The inotify descriptors of a process.
    private static func watches(_ gateway: ChildProcess) -> Int {
        let folder = "/proc/\(gateway.pid)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count {
            let path = "\(folder)/\($0)"
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
            return target == "anon_inode:inotify"
        }
    }

    @Test func `S1 200 ports that are missing share an inotify instance, and each is noticed`()
        async throws
    {
        let house = try await Self.house()
        let gateway = try await house.startGateway()
        #expect(
            await gateway.lines.wait { lines in
                lines.count { $0.contains("port_missing") } >= Self.count
            }, "each is told of")
        #expect(await house.hears("flat-1", 1))
        // The configuration's, and two of the lookout's: one is its reader's.
        #expect(Self.watches(gateway) <= 3)
        #expect(!gateway.lines.entries.contains { $0.contains("No directory watch") })
        let port = try PseudoTerminal()
        try port.link(at: house.path("absent-\(Self.count - 1)"))
        #expect(
            await gateway.lines.wait(within: .seconds(2)) {
                $0.contains { $0.contains("absent-\(Self.count - 1)") && $0.contains("Port open") }
            })
        #expect(await house.stop(gateway) == 0)
    }
}
